import Documents
import Graphs
import Tensors

/// Between which ends every real value of a graph lay while samples ran through it.
public struct Calibration: Sendable {
  private var ranges: [ValueIndex: ValueRange] = [:]

  /// Runs the reference executor over the samples.
  /// - Parameters:
  ///   - graph: after `Graph.prepared` in fp32.
  ///   - samples: the graph's inputs, batch by batch.
  ///   - countsValues: whether it is kept how the numbers are spread, for percentiles and mean squared errors; the samples
  ///     then run twice.
  /// - Throws: `InputError` for a value that holds no finite numbers.
  public init(of graph: Graph, samples: [[ValueIndex: Tensor]], countsValues: Bool = false) throws {
    for sample in samples {
      try Calibration.visit(graph, sample) { value, floats in
        if ranges[value] == nil { ranges[value] = ValueRange(floats) } else { ranges[value]?.include(floats) }
      }
    }
    for (value, range) in ranges where !range.isFinite {
      throw InputError(
        at: "\(graph.name): value “\(graph.values[value].name)”", "holds numbers that are not finite",
        remedy: "codes cannot stand for them; leave its operators in floating point")
    }
    guard countsValues else { return }
    for sample in samples {
      try Calibration.visit(graph, sample) { ranges[$0]?.count($1) }
    }
  }

  /// What was seen of a value; nil for one that is no real number or was never computed.
  public subscript(value: ValueIndex) -> ValueRange? { ranges[value] }

  private static func visit(
    _ graph: Graph, _ sample: [ValueIndex: Tensor], _ body: (ValueIndex, [Float]) -> Void
  ) throws {
    for (value, tensor) in sample where tensor.type.isReal && tensor.elementCount > 0 {
      body(value, tensor.floats)
    }
    _ = try ReferenceExecutor.run(graph, inputs: sample) { index, results in
      for (output, tensor) in zip(graph.nodes[index].outputs, results)
      where tensor.type.isReal && tensor.elementCount > 0 {
        body(output, tensor.floats)
      }
    }
  }
}
