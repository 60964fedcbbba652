extension Graph {
  /// A Split with several outputs becomes one Slice for each, so that every part can be moved in boxes.
  public func applyingSplitLowering() throws -> Graph {
    var graph = self
    graph.nodes = []
    for node in nodes {
      guard let split = node.operation as? Split, node.outputs.count > 1 else {
        graph.nodes.append(node)
        continue
      }
      let slices = try split.slices(of: try node.inputs.map { try operatorInput($0) })
      for (index, slice) in slices.enumerated() {
        graph.nodes.append(
          Node(
            name: "\(node.name).\(index)", operation: slice, inputs: [node.inputs[0]],
            outputs: [node.outputs[index]]))
      }
    }
    return graph.applyingDeadNodeRemoval()
  }
}
