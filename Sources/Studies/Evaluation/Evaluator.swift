import Chips
import Compression
import Documents
import Foundation
import Machine
import Mapping
import Synchronization
import Tensors

/// Answers requests, many at once: what several of them need (a parsed model, a prepared graph, a tiling, a program) is
/// made once and shared. Every answer is the same as that of a single run.
public final class Evaluator: Sendable {
  /// How much is kept: prepared graphs hold weights, programs their commands.
  private static let modelsKept = 4
  private static let graphsKept = 8
  private static let programsKept = 2
  private static let accuraciesKept = 10_000

  /// The part of a data set's samples that the model gets right, by the reference executor. A chip gives the
  /// same integers, which runs with numerics verify; runs of timing alone take it for granted.
  public static let accuracyMetric = "accuracy"

  private let metrics: EvaluationMetrics
  private let mapping = MappingCache()
  private let models = RecentValues<String, ModelFile>(limit: modelsKept)
  private let graphs = RecentValues<String, PreparedModel>(limit: graphsKept)
  private let programs = RecentValues<String, Program>(limit: programsKept)
  private let accuracyStudies = RecentValues<String, AccuracyStudy>(limit: modelsKept)
  private let accuracies = RecentValues<String, Double>(limit: accuraciesKept)

  /// - Parameter metrics: what outcomes tell of a run.
  public init(metrics: EvaluationMetrics) {
    self.metrics = metrics
  }

  /// Never throws: an error is an outcome. Can be called from many threads at once.
  public func evaluate(_ request: EvaluationRequest) -> EvaluationOutcome {
    let chip: Chip
    do {
      chip = try request.chip.map { try Chip.load($0) } ?? Chip.read(request.chipFile)
      _ = try chip.operating(at: request.options.operating)
    } catch {
      return EvaluationOutcome(.unbuildable, error: "\(error)")
    }
    do {
      var outcome = outcome(of: try run(request, chip))
      if let accuracy = try accuracy(request, chip) { outcome.metrics[Self.accuracyMetric] = "\(accuracy)" }
      return outcome
    } catch {
      return EvaluationOutcome(.failed, error: "\(error)")
    }
  }

  /// The run itself, for those who want more of it than metrics.
  /// - Throws: `InputError`, `MachineError` as `Simulation` does.
  public func run(_ request: EvaluationRequest, _ chip: Chip) throws -> SimulationResult {
    let prepared = try prepared(request, chip)
    let simulation = try Simulation(chip: chip, model: prepared, options: request.options, cache: mapping)
    let program = try programs.value(
      for:
        "\(try graphKey(request, chip)) \(request.optionsText) \(request.chip?.value.text ?? request.chipFile)"
    ) {
      try simulation.map()
    }
    return try simulation.run(program)
  }

  /// What the run cannot be better than; far cheaper to have than the run.
  /// - Throws: `InputError` as `Simulation` does.
  func bound(_ request: EvaluationRequest, _ chip: Chip) throws -> RunBound {
    let playsCommands = request.options.fidelity.levels(on: chip).dram == .command
    return try RunBound(
      prepared(request, chip).graph, on: chip.operating(at: request.options.operating),
      memory: playsCommands ? chip.memoryPreset() : nil)
  }

  /// Where metrics of the run lie, by name: at their bounds or above, and what is exact without a run.
  /// - Throws: `InputError` as `Simulation` does.
  func ranges(_ request: EvaluationRequest) throws -> [String: ClosedRange<Double>] {
    let chip = try request.chip.map { try Chip.load($0) } ?? Chip.read(request.chipFile)
    var ranges = try bound(request, chip).ranges
    if let accuracy = try accuracy(request, chip) { ranges[Self.accuracyMetric] = accuracy...accuracy }
    return ranges
  }

  private func prepared(_ request: EvaluationRequest, _ chip: Chip) throws -> PreparedModel {
    try graphs.value(for: graphKey(request, chip)) {
      try PreparedModel(
        model(request), precision: chip.precision(of: request.options), options: request.options)
    }
  }

  private func graphKey(_ request: EvaluationRequest, _ chip: Chip) throws -> String {
    let precision = try chip.precision(of: request.options)
    let compression = request.options.compression?.name ?? ""
    return "\(request.modelKey) \(precision) \(request.options.numerics) \(compression)"
  }

  private func model(_ request: EvaluationRequest) throws -> ModelFile {
    try models.value(for: request.modelKey) {
      try ModelFile(request.model, settings: request.modelSettings)
    }
  }

  /// nil when the request names no data set.
  func accuracy(_ request: EvaluationRequest, _ chip: Chip) throws -> Double? {
    guard let dataset = request.options.dataset else { return nil }
    let compression = try request.options.compression ?? chip.precision(of: request.options).compression
    let studyKey = "\(request.modelKey) \(dataset)"
    return try accuracies.value(for: "\(studyKey) \(compression.name)") {
      let study = try accuracyStudies.value(for: studyKey) {
        try AccuracyStudy(graph: model(request).graph, dataset: .read(dataset), chip: nil)
      }
      let row = try study.measure(compression)
      return Double(row.correct) / Double(row.sampleCount)
    }
  }

  private func outcome(of result: SimulationResult) -> EvaluationOutcome {
    let values = metrics.values(result)
    guard let verification = result.record.verification, !verification.passed else {
      return EvaluationOutcome(.ok, metrics: values)
    }
    return EvaluationOutcome(.failed, error: "the numbers are wrong: verification failed", metrics: values)
  }
}

extension EvaluationRequest {
  fileprivate var modelSettings: [String: Int] {
    var settings = options.settings
    if let batch = options.batch { settings["batch"] = batch }
    return settings
  }

  fileprivate var modelKey: String { "\(model) \(modelSettings.sorted { $0.key < $1.key })" }
}

extension ElementType {
  /// The formats that a run in this precision has: 8-bit codes per tensor for int8.
  fileprivate var compression: Compression {
    get throws { Compression(precision: try PrecisionPlan([self == .int8 ? "w8a8" : rawValue])) }
  }
}

/// Values that were made lately, by key; the one that was not asked for longest makes room. Two threads that ask for the
/// same value at once wait for one making of it.
final class RecentValues<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Entry {
    var cell: Cell
    var lastUse: Int
  }

  /// A value in the making, or made.
  private final class Cell: Sendable {
    let value = Mutex<Value?>(nil)
  }

  private let limit: Int
  private let entries = Mutex<(byKey: [Key: Entry], clock: Int)>(([:], 0))

  init(limit: Int) { self.limit = limit }

  /// - Throws: what `make` throws; the next caller tries again.
  func value(for key: Key, make: () throws -> Value) throws -> Value {
    let cell = entries.withLock { entries in
      entries.clock += 1
      let cell = entries.byKey[key]?.cell ?? Cell()
      entries.byKey[key] = Entry(cell: cell, lastUse: entries.clock)
      if entries.byKey.count > limit,
        let oldest = entries.byKey.min(by: { $0.value.lastUse < $1.value.lastUse })
      {
        entries.byKey[oldest.key] = nil
      }
      return cell
    }
    return try cell.value.withLock { known in
      if let known { return known }
      let made = try make()
      known = made
      return made
    }
  }
}
