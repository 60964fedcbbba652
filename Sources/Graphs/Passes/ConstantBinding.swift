import Tensors

extension Graph {
  /// Turns constant inputs that only say how (limits of Clip, bounds of Slice, sizes of Reshape and its kin) into
  /// attributes, so that the inputs left over are data that has to be moved.
  public func applyingConstantBinding() throws -> Graph {
    var graph = self
    for (index, node) in nodes.enumerated() where node.inputs.count > 1 || !(node.operation is Reshape) {
      if let bound = try boundOperation(of: node) {
        graph.nodes[index].operation = bound
        graph.nodes[index].inputs = [node.inputs[0]]
      }
    }
    return graph.applyingDeadNodeRemoval()
  }

  private func boundOperation(of node: Node) throws -> (any Operator)? {
    let settings = node.inputs.dropFirst()
    guard settings.allSatisfy({ $0.map(isConstant) ?? true }), node.epilogue.isEmpty else { return nil }
    switch node.operation {
    case let clip as Clip where values[node.outputs[0]].type.isReal:
      func limit(_ position: Int, _ attribute: Float?) throws -> Float? {
        guard position < node.inputs.count, let value = node.inputs[position] else { return attribute }
        return try constant(value).floats.first
      }
      return Clip(minimum: try limit(1, clip.minimum), maximum: try limit(2, clip.maximum))
    case is Slice where node.inputs.count > 1:
      func integers(_ position: Int) throws -> [Int]? {
        guard position < node.inputs.count, let value = node.inputs[position] else { return nil }
        return try constant(value).integers.map { Int($0) }
      }
      if let steps = try integers(4), steps.contains(where: { $0 != 1 }) { return nil }
      return Slice(starts: try integers(1), ends: try integers(2), axes: try integers(3))
    default:
      guard case .alias = try NodeEvaluator(node, in: self).form else { return nil }
      return Reshape(shape: values[node.outputs[0]].type.shape)
    }
  }
}
