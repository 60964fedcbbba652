import Tensors

extension Graph {
  /// A Split with several outputs becomes one Slice for each, so that every part can be moved in boxes. What the parts are
  /// follows from their shapes.
  public func applyingSplitLowering() throws -> Graph {
    var graph = self
    graph.nodes = []
    for node in nodes {
      guard let split = node.operation as? Split, node.outputs.count > 1, let input = node.inputs[0],
        let axis = try? Axes.normalized(split.axis, rank: values[input].type.shape.count)
      else {
        graph.nodes.append(node)
        continue
      }
      var start = 0
      for (index, output) in node.outputs.enumerated() {
        let type = values[output].type
        let slice = Slice(starts: [start], ends: [start + type.shape[axis]], axes: [axis])
        start += type.shape[axis]
        guard type.elementCount > 0 else {
          graph.values[output].initializer = .dense(Tensor(zeros: type))
          continue
        }
        graph.nodes.append(
          Node(name: "\(node.name).\(index)", operation: slice, inputs: [input], outputs: [output]))
      }
    }
    return graph.applyingDeadNodeRemoval()
  }
}
