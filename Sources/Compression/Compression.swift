import Graphs
import Tensors

/// What is done to a model before it goes to a chip: which weights are left out, and what its products are computed in.
public struct Compression: Sendable, Hashable {
  /// In the order in which it is done.
  public var prunings: [Pruning]
  public var precision: PrecisionPlan

  public init(prunings: [Pruning] = [], precision: PrecisionPlan = PrecisionPlan(.floating(.float32))) {
    self.prunings = prunings
    self.precision = precision
  }

  /// As it is written on the command line.
  public var name: String {
    let formats = precision.formats.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value.name)" }
    return (prunings.map(\.name) + [precision.standard.name] + formats).joined(separator: " ")
  }

  /// For people: a long list of single products is counted by format.
  public var summary: String {
    guard precision.formats.count > Compression.mostListed else { return name }
    let counts = Dictionary(grouping: precision.formats.values, by: \.name).mapValues(\.count)
    let parts = counts.sorted { $0.key < $1.key }.map { "\($0.value) products in \($0.key)" }
    return (prunings.map(\.name) + [precision.standard.name] + parts).joined(separator: ", ")
  }

  private static let mostListed = 3
}

extension Graph {
  /// - Throws: `InputError` naming the node that stands in the way.
  public func pruned(_ prunings: [Pruning]) throws -> Graph {
    try prunings.reduce(self) { try $0.pruned($1) }
  }

  /// The graph pruned, lowered and in the formats of a plan, ready to be mapped.
  /// - Parameters:
  ///   - self: before any pass.
  ///   - samples: batches of inputs for calibration, by the input's position; without any the graph's seeded inputs.
  /// - Throws: `InputError` naming the node or value that stands in the way.
  public func compressed(_ compression: Compression, samples: [[Int: Tensor]] = []) throws -> CompressedGraph
  {
    try CalibratedGraph(
      self, prunings: compression.prunings, formats: compression.precision.allFormats, samples: samples
    ).stored(as: compression.precision)
  }
}

extension Graph {
  /// The model pruned, and quantised as models are exchanged: see `annotated`.
  /// - Parameter samples: as of `compressed`.
  /// - Throws: `InputError` naming the node or value that stands in the way.
  public func exchanged(_ compression: Compression, samples: [[Int: Tensor]] = []) throws -> Graph {
    let pruned = try pruned(compression.prunings)
    guard compression.precision != PrecisionPlan(.floating(.float32)) else { return pruned }
    let ready = try pruned.readyForAnnotation()
    let batches = samples.isEmpty ? [ready.seededInputs()] : ready.batches(samples)
    let calibration = try Calibration(
      of: ready, samples: batches, countsValues: compression.precision.countsValues)
    return try ready.annotated(as: compression.precision, calibration: calibration)
  }

  /// Inputs by value that were given by position.
  func batches(_ samples: [[Int: Tensor]]) -> [[ValueIndex: Tensor]] {
    samples.map { batch in Dictionary(uniqueKeysWithValues: batch.map { (inputs[$0.key], $0.value) }) }
  }
}
