import Tensors

/// Computes a whole graph node by node with the reference kernels: the truth that simulated runs are held against.
public enum ReferenceExecutor {
  /// - Parameters:
  ///   - inputs: in the storage types of the graph's inputs.
  ///   - keeping: values to return besides the graph's outputs; all others are freed after their last use.
  ///   - onNode: told each node's outputs as soon as they are there.
  ///   - alter: what becomes of each node's outputs before others read them; as they are unless somebody wants to know
  ///     what a change would do.
  /// - Throws: `InputError` when a weight cannot be read or a value cannot be computed with.
  public static func run(
    _ graph: Graph, inputs: [ValueIndex: Tensor], keeping: Set<ValueIndex> = [],
    onNode: (NodeIndex, [Tensor]) throws -> Void = { _, _ in },
    altering alter: (NodeIndex, [Tensor]) throws -> [Tensor] = { $1 }
  ) throws -> [ValueIndex: Tensor] {
    let kept = keeping.union(graph.outputs)
    var remaining = graph.consumers.map(\.count)
    var live = inputs
    for (index, node) in graph.nodes.enumerated() {
      let needed = node.inputs.compactMap { $0 } + node.epilogueOperands
      for value in needed where live[value] == nil {
        precondition(graph.values[value].initializer != nil, "“\(graph.values[value].name)” has no value")
        live[value] = try graph.constant(value)
      }
      let results = try alter(
        index,
        graph.evaluate(
          index, inputs: node.inputs.map { $0.flatMap { live[$0] } },
          epilogueOperands: node.epilogueOperands.map { live[$0]! }))
      for value in Set(needed) {
        remaining[value] -= 1
        if remaining[value] == 0, !kept.contains(value) { live[value] = nil }
      }
      for (output, result) in zip(node.outputs, results) where remaining[output] > 0 || kept.contains(output)
      {
        live[output] = result
      }
      try onNode(index, results)
    }
    for value in kept where live[value] == nil && graph.values[value].initializer != nil {
      live[value] = try graph.constant(value)
    }
    return live.filter { kept.contains($0.key) }
  }
}
