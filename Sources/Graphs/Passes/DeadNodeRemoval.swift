extension Graph {
  /// Without nodes that no output depends on, and without values that no node reads or makes. Inputs stay.
  public func applyingDeadNodeRemoval() -> Graph {
    var needed = Set(outputs)
    var live: [Node] = []
    for node in nodes.reversed() where node.outputs.contains(where: needed.contains) {
      live.append(node)
      needed.formUnion(node.inputs.compactMap { $0 })
      needed.formUnion(node.epilogueOperands)
    }
    var graph = self
    graph.nodes = live.reversed()
    return graph.compacted(keeping: needed)
  }

  /// Renumbers the values so that only those of live nodes, inputs and outputs remain.
  private func compacted(keeping needed: Set<ValueIndex>) -> Graph {
    let made = Set(nodes.flatMap(\.outputs))
    let kept = values.indices.filter { needed.contains($0) || made.contains($0) || inputs.contains($0) }
    let position = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    var graph = self
    graph.values = kept.map { values[$0] }
    graph.inputs = inputs.map { position[$0]! }
    graph.outputs = outputs.map { position[$0]! }
    for index in nodes.indices {
      graph.nodes[index].inputs = nodes[index].inputs.map { $0.map { position[$0]! } }
      graph.nodes[index].outputs = nodes[index].outputs.map { position[$0]! }
      for (step, fused) in nodes[index].epilogue.enumerated() {
        graph.nodes[index].epilogue[step].inputs = fused.inputs.map { $0.map { position[$0]! } }
      }
    }
    return graph
  }
}
