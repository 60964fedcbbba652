extension Graph {
  /// For each value the node that makes it; nil for inputs and constants.
  public var producer: [NodeIndex?] {
    var producer = [NodeIndex?](repeating: nil, count: values.count)
    for (index, node) in nodes.enumerated() {
      for output in node.outputs { producer[output] = index }
    }
    return producer
  }

  /// For each value the nodes that read it (their epilogues included), in order, each once.
  public var consumers: [[NodeIndex]] {
    var consumers = [[NodeIndex]](repeating: [], count: values.count)
    for (index, node) in nodes.enumerated() {
      for value in Set(node.inputs.compactMap { $0 } + node.epilogueOperands) {
        consumers[value].append(index)
      }
    }
    return consumers
  }
}
