import Graphs
import Tensors

/// A graph in the formats of a plan, ready to be mapped, and how its inputs have to be stored.
public struct CompressedGraph: Sendable {
  public var graph: Graph
  /// By the position of the input: the codes of those that become codes.
  var inputCodes: [Int: Codes] = [:]
  /// Positions of inputs whose fraction is rounded.
  var roundedInputs: Set<Int> = []

  /// An input as the graph takes it.
  /// - Parameter position: which of the graph's inputs.
  public func stored(_ tensor: Tensor, asInput position: Int) -> Tensor {
    let type = graph.values[graph.inputs[position]].type
    guard type.isReal else { return tensor.converted(to: type) }
    var floats = tensor.floats
    if let codes = inputCodes[position] {
      let reach = codes.reach
      floats = floats.map { min(max($0, reach.lowerBound), reach.upperBound) }
    }
    if roundedInputs.contains(position) { floats = floats.map(RoundFraction.rounded) }
    return Tensor(type, floats: floats)
  }

  /// Whether every input is stored as for another graph.
  public func storesInputs(like other: CompressedGraph) -> Bool {
    inputCodes == other.inputCodes && roundedInputs == other.roundedInputs
      && graph.inputs.map { graph.values[$0].type } == other.graph.inputs.map { other.graph.values[$0].type }
  }
}

extension Graph {
  /// The graph with its products in the formats of a plan.
  ///
  /// Integer products follow the arithmetic of integer hardware exactly: sums of codes in 32 bits, the bias
  /// `round(b / (s_in · s_w))` among them, then `fp32(sum) · fp32(s_in · s_w)`, the activation, a division by the result's
  /// scale, rounding to even and clipping, which is how the result is stored. Other formats round operands and results
  /// and sum in fp32.
  /// - Parameters:
  ///   - self: after `prepared` in fp32: contractions have two inputs, the rest is fused behind them.
  ///   - calibration: of this graph; formats of codes need it.
  ///   - weights: of this graph, where they were made before.
  /// - Throws: `InputError` for a node that a plan names and the graph does not have, or whose sums may leave 32 bits.
  func stored(
    as plan: PrecisionPlan, calibration: Calibration? = nil, weights: StoredWeights = StoredWeights()
  ) throws -> CompressedGraph {
    try plan.check(against: self)
    var rewriting = try PrecisionRewriting(self, plan, calibration, weights)
    return try rewriting.rewritten()
  }
}
