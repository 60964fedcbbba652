import Graphs
import Tensors

/// A model ready for any plan of its formats: pruned, lowered and calibrated once, and what its weights become in each
/// format made once. Safe to share among threads.
public struct CalibratedGraph: Sendable {
  /// In fp32: contractions have two inputs, the rest is fused behind them.
  public let graph: Graph
  private let calibration: Calibration?
  private let countsValues: Bool
  private let weights = StoredWeights()

  /// - Parameters:
  ///   - graph: before any pass.
  ///   - formats: all that plans will name.
  ///   - samples: batches of inputs for calibration, by the input's position; without any the graph's seeded inputs.
  /// - Throws: `InputError` naming the node or value that stands in the way.
  public init(
    _ graph: Graph, prunings: [Pruning] = [], formats: [NumberFormat], samples: [[Int: Tensor]] = []
  ) throws {
    let lowered = try graph.pruned(prunings).prepared(precision: .float32, calibrate: false)
    self.graph = lowered
    countsValues = formats.contains { $0.countsValues }
    guard formats.contains(where: { $0.needsCalibration }) else {
      calibration = nil
      return
    }
    calibration = try Calibration(
      of: lowered, samples: samples.isEmpty ? [lowered.seededInputs()] : lowered.batches(samples),
      countsValues: countsValues)
  }

  /// The graph in the formats of a plan, ready to be mapped: the same as `Graph.compressed` makes.
  /// - Throws: `InputError` for a node that the plan names and the graph does not have, or whose sums may leave 32 bits.
  public func stored(as plan: PrecisionPlan) throws -> CompressedGraph {
    precondition(countsValues || !plan.countsValues, "calibrated for other formats")
    return try graph.stored(as: plan, calibration: calibration, weights: weights)
  }
}

extension NumberFormat {
  /// Whether it has to be known how the numbers of activations are spread.
  var countsValues: Bool {
    if case .integer(let format) = self { format.range != .minMax } else { false }
  }
}
