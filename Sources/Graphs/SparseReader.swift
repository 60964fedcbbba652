import Tensors

/// An operator that reads only a part of an input, which part being known only from values at run time (embedding
/// look-up).
///
/// Time must not depend on values, so whoever moves the data moves as many bytes as the operator reads, from the front of
/// the tensor: the count is exact, the addresses stand for those that the values will name.
public protocol SparseReader: Operator {
  /// A box of input `index` with as many elements as one evaluation reads of it at most.
  func readBox(_ index: Int, inputs: [TensorType?], outputs: [TensorType]) -> Box?
}

extension Graph {
  /// What a host core has to bring of an operand (the node's inputs, then its epilogue's): all of it, unless the
  /// operator knows better.
  public func hostReadBox(_ node: NodeIndex, operand: Int) -> Box? {
    let node = nodes[node]
    if operand >= node.inputs.count {
      return Box(shape: values[node.epilogueOperands[operand - node.inputs.count]].type.shape)
    }
    guard let value = node.inputs[operand] else { return nil }
    if let sparse = node.operation as? any SparseReader {
      return sparse.readBox(
        operand, inputs: node.inputs.map { $0.map { values[$0].type } },
        outputs: node.outputs.map { values[$0].type })
    }
    return Box(shape: values[value].type.shape)
  }
}
