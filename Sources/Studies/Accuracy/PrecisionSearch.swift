import Compression
import Documents
import Graphs

/// Automatic mixed precision: for every product of a model the format that costs least on a chip, as long as the accuracy of
/// the whole stays above a target, and its error below another.
///
/// First every product is measured alone in every format, all others in the first one: what it saves and what it spoils
/// (its sensitivity). Then the changes are made in the order of error per cycle saved: of few changes each is tried, and kept
/// when the model with all changes so far still reaches the targets; of many as many as reach them, found by halving.
/// What was chosen is measured whole at the end, in lockstep where the study is.
public struct PrecisionSearch: Sendable {
  /// Changes that are tried one by one.
  private static let triedSingly = 16
  /// Of each thread, between two words of progress.
  private static let triedAtATime = 4

  private let study: AccuracyStudy
  private let prunings: [Pruning]
  private let formats: [NumberFormat]
  private let target: Double?
  private let errorLimit: Double
  private let jobs: Int

  /// - Parameters:
  ///   - formats: the one that is kept where nothing else is good enough, then those to try.
  ///   - target: the least accuracy, as a fraction of the samples; nil for that of the first format.
  ///   - errorLimit: the most relative error of the scores.
  ///   - jobs: measurements at once.
  /// - Throws: `InputError` `.usage` when there is no choice.
  public init(
    _ study: AccuracyStudy, prunings: [Pruning] = [], formats: [NumberFormat], target: Double? = nil,
    errorLimit: Double = .infinity, jobs: Int = 1
  ) throws {
    guard formats.count > 1 else {
      throw InputError(
        .usage, at: "mixed precision", "has nothing to choose from", remedy: "name two formats or more")
    }
    self.study = study
    self.prunings = prunings
    self.formats = formats
    self.target = target
    self.errorLimit = errorLimit
    self.jobs = jobs
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

  /// Formats by product, where they are not the first one.
  private typealias Mix = [String: NumberFormat]

  /// - Parameter progress: told the part of the work that is done.
  /// - Throws: `InputError` when not even the first format reaches the target.
  public func run(progress: (Double) -> Void = { _ in }) throws -> Result {
    let first = try measure([:])
    let target = self.target ?? first.accuracy
    guard first.accuracy >= target, first.relativeError <= errorLimit, let whole = first.cyclesPerBatch else {
      throw tooCoarse(first, target)
    }
    let trials = try PrecisionTrials(study, prunings: prunings, formats: formats)
    var sensitivities = try self.sensitivities(trials, whole, progress)
    let order = sensitivities.indices.filter { sensitivities[$0].savedCycles > 0 }
      .sorted { (sensitivities[$0].price, $0) < (sensitivities[$1].price, $1) }
    let changes = order.map { (sensitivities[$0].node, sensitivities[$0].format) }
    let kept =
      changes.count <= Self.triedSingly
      ? try eachTried(changes, trials, target, whole, progress)
      : try halved(changes, trials, target, whole, progress)
    for index in sensitivities.indices {
      sensitivities[index].isChosen = kept[sensitivities[index].node] == sensitivities[index].format
    }
    return Result(
      first: first, sensitivities: sensitivities, chosen: kept.isEmpty ? first : try measure(kept))
  }

  private func measure(_ mix: Mix) throws -> AccuracyRow {
    try study.measure(Compression(prunings: prunings, precision: PrecisionPlan(formats[0], formats: mix)))
  }

  private func reaches(_ target: Double, _ figures: PrecisionTrials.Figures) -> Bool {
    Double(figures.correct) / Double(max(1, study.sampleCount)) >= target
      && figures.relativeError <= errorLimit
  }

  private func tooCoarse(_ first: AccuracyRow, _ target: Double) -> InputError {
    let isWrong = first.accuracy < target
    return InputError(
      at: first.model,
      isWrong
        ? "gets \(first.correct) of \(first.sampleCount) samples right in \(formats[0].name), less than \(target)"
        : "has an error of \(first.relativeError) in \(formats[0].name), more than \(errorLimit)",
      remedy: "put a finer format first, or \(isWrong ? "lower the target" : "allow a larger error")")
  }

  private func sensitivities(
    _ trials: PrecisionTrials, _ whole: Int, _ progress: (Double) -> Void
  ) throws -> [Sensitivity] {
    let products = try trials.products()
    let changes = products.flatMap { node in formats.dropFirst().map { (node: node, format: $0) } }
    var found: [Sensitivity] = []
    // A few at a time, so that somebody can be told how far it is.
    let several = Self.triedAtATime * jobs
    for start in stride(from: 0, to: changes.count, by: several) {
      let some = Array(changes[start..<min(changes.count, start + several)])
      let figures = some.mapped(jobs: jobs) { change in
        Swift.Result { try trials.figures(of: [change.node: change.format]) }
      }
      for (change, figures) in zip(some, figures) {
        let figures = try figures.get()
        let cycles = figures.cycles ?? whole
        found.append(
          Sensitivity(
            node: change.node, format: change.format, correct: figures.correct,
            sampleCount: study.sampleCount, relativeError: figures.relativeError, cycles: cycles,
            savedCycles: whole - cycles))
      }
      progress(0.8 * Double(found.count) / Double(changes.count))
    }
    return found
  }

  private func eachTried(
    _ changes: [(String, NumberFormat)], _ trials: PrecisionTrials, _ target: Double, _ whole: Int,
    _ progress: (Double) -> Void
  ) throws -> Mix {
    var (kept, least) = (Mix(), whole)
    for (index, change) in changes.enumerated() {
      var trial = kept
      trial[change.0] = change.1
      let figures = try trials.figures(of: trial)
      progress(0.8 + 0.2 * Double(index + 1) / Double(changes.count))
      guard reaches(target, figures), let cycles = figures.cycles, cycles < least else { continue }
      (kept, least) = (trial, cycles)
    }
    return kept
  }

  /// The longest beginning of the changes that was seen to reach the targets.
  private func halved(
    _ changes: [(String, NumberFormat)], _ trials: PrecisionTrials, _ target: Double, _ whole: Int,
    _ progress: (Double) -> Void
  ) throws -> Mix {
    var kept = Mix()
    var (low, high) = (0, changes.count)
    while low < high {
      let middle = (low + high + 1) / 2
      // The cheapest change of a product comes first; a later one does not replace it.
      let trial = Mix(changes.prefix(middle), uniquingKeysWith: { earlier, _ in earlier })
      let figures = try trials.figures(of: trial)
      if reaches(target, figures), figures.cycles ?? .max < whole {
        low = middle
        kept = trial
      } else {
        high = middle - 1
      }
      progress(1 - 0.2 * Double(high - low) / Double(changes.count))
    }
    return kept
  }
}

extension PrecisionSearch.Sensitivity {
  /// Error for every cycle that is saved.
  fileprivate var price: Double { relativeError / Double(max(1, savedCycles)) }
}
