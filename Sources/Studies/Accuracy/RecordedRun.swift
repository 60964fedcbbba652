import Graphs
import Tensors

/// A run of a graph by the reference executor with all its values kept, so that of a graph that differs in a few nodes only
/// these and what follows from them are computed.
struct RecordedRun: Sendable {
  private let known: [ValueIndex: Tensor]

  /// - Throws: `InputError` as `ReferenceExecutor.run` does.
  init(_ graph: Graph, inputs: [ValueIndex: Tensor]) throws {
    var known = inputs
    _ = try ReferenceExecutor.run(graph, inputs: inputs) { index, results in
      for (output, result) in zip(graph.nodes[index].outputs, results) { known[output] = result }
    }
    self.known = known
  }

  /// Bytes of the values of a run.
  static func byteCount(_ graph: Graph) -> Int {
    (graph.inputs + graph.nodes.flatMap(\.outputs)).reduce(0) { $0 + graph.values[$1].type.byteCount }
  }

  /// The same as `ReferenceExecutor.run` gives for another graph.
  /// - Parameters:
  ///   - inputs: the same samples, as this graph takes them.
  ///   - likeness: of this graph to the one that was recorded.
  /// - Throws: `InputError` as `ReferenceExecutor.run` does.
  func outputs(
    of graph: Graph, inputs: [ValueIndex: Tensor], _ likeness: GraphLikeness
  ) throws -> [ValueIndex: Tensor] {
    let changed = graph.nodes.indices.filter { !likeness.isAlike[$0] }
    var uses: [ValueIndex: Int] = [:]
    for index in changed { for value in graph.operands(of: index) { uses[value, default: 0] += 1 } }
    for value in graph.outputs { uses[value, default: 0] += 1 }
    var live = inputs
    func tensor(_ value: ValueIndex) throws -> Tensor {
      if let tensor = live[value] ?? likeness.twins[value].flatMap({ known[$0] }) { return tensor }
      return try graph.constant(value)
    }
    for index in changed {
      let node = graph.nodes[index]
      let results = try graph.evaluate(
        index, inputs: node.inputs.map { try $0.map(tensor) },
        epilogueOperands: node.epilogueOperands.map(tensor))
      for value in graph.operands(of: index) {
        uses[value, default: 0] -= 1
        if uses[value] == 0 { live[value] = nil }
      }
      for (output, result) in zip(node.outputs, results) where uses[output, default: 0] > 0 {
        live[output] = result
      }
    }
    return Dictionary(try graph.outputs.map { ($0, try tensor($0)) }, uniquingKeysWith: { first, _ in first })
  }
}

extension Graph {
  /// What a node and its epilogue read, each value once.
  fileprivate func operands(of index: NodeIndex) -> Set<ValueIndex> {
    Set(nodes[index].inputs.compactMap { $0 } + nodes[index].epilogueOperands)
  }
}
