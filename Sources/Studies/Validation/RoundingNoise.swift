import Graphs
import Tensors

/// What the rounding of fp32 alone does to a model: Monte Carlo arithmetic (D. S. Parker, UCLA CSD-970002, 1997). A run in
/// which every result is off by a random rounding error shows how far correct implementations, whose sums have other orders,
/// lie apart.
enum RoundingNoise {
  /// Half a unit in the last place, of a number's size.
  static let unitRoundoff = 0x1p-24

  /// The outputs of a run whose real results are each displaced by up to a rounding error of their own: as many as a sum has
  /// terms add up like steps of a random walk.
  static func outputs(of graph: Graph, inputs: [ValueIndex: Tensor]) throws -> [ValueIndex: Tensor] {
    try ReferenceExecutor.run(
      graph, inputs: inputs,
      altering: { index, results in
        let terms = graph.work(of: index).multiplyAccumulates / max(1, results[0].elementCount)
        let size = unitRoundoff * Double(max(1, terms)).squareRoot()
        return results.map { displaced($0, by: size, seed: UInt32(truncatingIfNeeded: index)) }
      })
  }

  private static func displaced(_ tensor: Tensor, by size: Double, seed: UInt32) -> Tensor {
    guard tensor.type.element == .float32, tensor.elementCount > 0 else { return tensor }
    let directions = SeededFill(seed: seed, scale: 1, offset: 0).values(count: tensor.elementCount)
    let values = zip(tensor.floats, directions).map { Float(Double($0) * (1 + size * Double($1))) }
    return Tensor(tensor.type, floats: values)
  }

  /// The largest difference of two tensors, of the largest absolute value of the first.
  static func difference(_ plain: Tensor, _ displaced: Tensor) -> Double {
    let values = plain.floats.map(Double.init)
    let largest = values.reduce(0) { max($0, abs($1)) }
    let worst = zip(values, displaced.floats).reduce(0) { max($0, abs($1.0 - Double($1.1))) }
    return largest > 0 ? worst / largest : 0
  }
}
