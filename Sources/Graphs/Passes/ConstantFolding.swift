import Tensors

extension Graph {
  /// Results larger than this are left to be computed in the run: folding must not fill the memory.
  static let largestFoldedByteCount = 16 << 20

  /// Computes everything that does not depend on the inputs, and takes out nodes that only pass a tensor on
  /// (Identity, Dropout, a Reshape to the same shape).
  public func applyingConstantFolding() throws -> Graph {
    var graph = self
    graph.nodes = []
    var replacements: [ValueIndex: ValueIndex] = [:]
    for original in nodes {
      var node = original
      node.inputs = node.inputs.map { $0.map { replacements[$0] ?? $0 } }
      if let values = try graph.foldedValues(of: node) {
        for (output, initializer) in zip(node.outputs, values) {
          graph.values[output].initializer = initializer
        }
      } else if let source = graph.passedOn(by: node) {
        replacements[node.outputs[0]] = source
      } else {
        graph.nodes.append(node)
      }
    }
    return graph.replacing(replacements).applyingDeadNodeRemoval()
  }

  /// The initializers of a node's outputs; nil when they are known only in the run.
  func foldedValues(of node: Node) throws -> [Initializer]? {
    let types = node.outputs.map { values[$0].type }
    guard node.epilogue.isEmpty else { return nil }
    if let input = node.inputs.first ?? nil, operatorName(node) == "Shape" || operatorName(node) == "Size" {
      let stub = Tensor(zeros: TensorType(.bool, values[input].type.shape))
      return try node.operation.evaluate([stub], outputs: types).map { .dense($0) }
    }
    guard node.inputs.allSatisfy({ $0.map(isConstant) ?? true }) else { return nil }
    let form = try NodeEvaluator(node, in: self).form
    if case .alias = form, let input = node.inputs[0], values[input].type.storesLike(types[0]),
      let same = values[input].initializer?.reshaped(from: values[input].type, to: types[0].shape)
    {
      return [same]
    }
    guard types.allSatisfy({ $0.byteCount <= Graph.largestFoldedByteCount }) else { return nil }
    let inputs = try node.inputs.map { try $0.map { try constant($0) } }
    return try NodeEvaluator(node, in: self).evaluate(inputs: inputs).map { .dense($0) }
  }

  /// The value that a node hands through unchanged.
  private func passedOn(by node: Node) -> ValueIndex? {
    guard let input = node.inputs.first ?? nil, node.epilogue.isEmpty,
      !(inputs.contains(input) && outputs.contains(node.outputs[0])),
      values[input].type == values[node.outputs[0]].type,
      let inputs = try? node.inputs.map({ try operatorInput($0) }),
      case .alias = node.operation.form(inputs: inputs, outputs: node.outputs.map { values[$0].type })
    else { return nil }
    return input
  }
}
