import Compression
import Documents
import Graphs

/// Automatic mixed precision: for every product of a model the format that costs least on a chip, as long as the accuracy of
/// the whole stays above a target.
///
/// First every product is measured alone in every format, all others in the first one: what it saves and what it spoils
/// (its sensitivity). Then the changes are tried in the order of error per cycle saved, each kept when the model
/// with all changes so far still reaches the target. Cycles are those of the simulated chip; accuracy is measured on it, too.
public struct PrecisionSearch: Sendable {
  private let study: AccuracyStudy
  private let prunings: [Pruning]
  private let formats: [NumberFormat]
  private let target: Double?

  /// - Parameters:
  ///   - formats: the one that is kept where nothing else is good enough, then those to try.
  ///   - target: the least accuracy, as a fraction of the samples; nil for that of the first format.
  /// - Throws: `InputError` `.usage` when there is no choice.
  public init(
    _ study: AccuracyStudy, prunings: [Pruning] = [], formats: [NumberFormat], target: Double? = nil
  ) throws {
    guard formats.count > 1 else {
      throw InputError(
        .usage, at: "mixed precision", "has nothing to choose from", remedy: "name two formats or more")
    }
    self.study = study
    self.prunings = prunings
    self.formats = formats
    self.target = target
  }

  /// What one product alone in another format does.
  public struct Sensitivity: Sendable {
    public var node: String
    public var format: NumberFormat
    /// Samples classified right, of all.
    public var correct: Int
    public var sampleCount: Int
    public var relativeError: Double
    /// Of the whole model, one batch.
    public var cycles: Int
    /// Cycles less than with every product in the first format.
    public var savedCycles: Int
    /// Whether the change is part of the result.
    public var isChosen = false
  }

  public struct Result: Sendable {
    /// Every product in the first format.
    public var first: AccuracyRow
    public var sensitivities: [Sensitivity]
    public var chosen: AccuracyRow
  }

  /// - Parameter progress: told the part of all measurements that is done.
  /// - Throws: `InputError` when not even the first format reaches the target.
  public func run(progress: (Double) -> Void = { _ in }) throws -> Result {
    let products = try study.products(prunings)
    let steps = Double(2 * products.count * (formats.count - 1) + 1)
    var done = 0.0
    func measure(_ formatsOfNodes: [String: NumberFormat]) throws -> AccuracyRow {
      let plan = PrecisionPlan(formats[0], formats: formatsOfNodes)
      let row = try study.measure(Compression(prunings: prunings, precision: plan))
      done += 1
      progress(done / steps)
      return row
    }
    let first = try measure([:])
    let target = self.target ?? first.accuracy
    guard first.accuracy >= target, let whole = first.cyclesPerBatch else {
      throw InputError(
        at: first.model,
        "gets \(first.correct) of \(first.sampleCount) samples right in \(formats[0].name), less than \(target)",
        remedy: "put a finer format first, or lower the target")
    }
    var sensitivities: [Sensitivity] = []
    for node in products {
      for format in formats.dropFirst() {
        let row = try measure([node: format])
        let cycles = row.cyclesPerBatch ?? whole
        sensitivities.append(
          Sensitivity(
            node: node, format: format, correct: row.correct, sampleCount: row.sampleCount,
            relativeError: row.relativeError, cycles: cycles, savedCycles: whole - cycles))
      }
    }
    var chosen = first
    var kept: [String: NumberFormat] = [:]
    let order = sensitivities.indices.filter { sensitivities[$0].savedCycles > 0 }
      .sorted { (sensitivities[$0].price, $0) < (sensitivities[$1].price, $1) }
    for index in order {
      let change = sensitivities[index]
      var trial = kept
      trial[change.node] = change.format
      let row = try measure(trial)
      guard row.accuracy >= target, let cycles = row.cyclesPerBatch,
        cycles < chosen.cyclesPerBatch ?? .max
      else { continue }
      (chosen, kept) = (row, trial)
    }
    for index in sensitivities.indices {
      sensitivities[index].isChosen = kept[sensitivities[index].node] == sensitivities[index].format
    }
    return Result(first: first, sensitivities: sensitivities, chosen: chosen)
  }
}

extension PrecisionSearch.Sensitivity {
  /// Error for every cycle that is saved.
  fileprivate var price: Double { relativeError / Double(max(1, savedCycles)) }
}

extension AccuracyStudy {
  /// Names of the nodes that a precision plan may name: products, after all passes.
  func products(_ prunings: [Pruning]) throws -> [String] {
    try graph.pruned(prunings).prepared(precision: .float32, calibrate: false).productNames()
  }
}
