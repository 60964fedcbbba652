import Chips
import Compression
import Graphs
import Machine
import Mapping
import Tensors

/// What mixes of number formats do to one model, mix after mix: the same figures as `AccuracyStudy.measure` gives, far
/// faster where many mixes are tried.
///
/// Calibration, the codes of weights and the search for tilings are done once. The samples run once with every product in the
/// standard format, and of a mix only what follows from its changes runs again, by the reference executor: the chip's numbers
/// are its numbers where all sums are of integers. Where they are not, and the study is in lockstep, the chip computes the
/// mix from its first to its last node. Cycles are those of a run without numerics, at the study's fidelity.
struct PrecisionTrials: Sendable {
  /// Bytes of activations to keep; samples that find no room run whole for every mix.
  private static let mostRecordedBytes = 2 << 30

  let study: AccuracyStudy
  let standard: NumberFormat
  private let source: CalibratedGraph
  private let base: CompressedGraph
  /// Of the first batches.
  private let records: [RecordedRun]
  private let tilings = MappingCache()

  /// - Parameter formats: the standard one, and all others that mixes will name.
  /// - Throws: `InputError` as `AccuracyStudy.measure` does.
  init(
    _ study: AccuracyStudy, prunings: [Pruning], formats: [NumberFormat],
    mostRecordedBytes: Int = mostRecordedBytes
  ) throws {
    self.study = study
    standard = formats[0]
    source = try CalibratedGraph(
      study.graph, prunings: prunings, formats: formats, samples: study.calibration)
    let base = try source.stored(as: PrecisionPlan(standard))
    let room = mostRecordedBytes / max(1, RecordedRun.byteCount(base.graph))
    records = try study.batches.prefix(room).map { batch in
      try RecordedRun(base.graph, inputs: [base.graph.inputs[0]: base.stored(batch, asInput: 0)])
    }
    self.base = base
  }

  struct Figures: Sendable, Hashable {
    var correct: Int
    var relativeError: Double
    /// Of one batch; nil without a chip.
    var cycles: Int?
  }

  /// Names of the nodes that a mix may name: products, after all passes.
  func products() throws -> [String] { try source.graph.productNames() }

  /// - Parameter mix: formats by product, where they are not the standard one.
  /// - Throws: as `AccuracyStudy.measure` does.
  func figures(of mix: [String: NumberFormat]) throws -> Figures {
    let compressed = try source.stored(as: PrecisionPlan(standard, formats: mix))
    let result: ScoredModel.Result
    if study.isLockstep, try !compressed.graph.addsOnlyIntegers() {
      result = try ScoredModel(compressed, on: study.chip, fidelity: study.fidelity, tilings: tilings)
        .classify(study.batches, count: study.sampleCount)
    } else {
      result = try followed(compressed)
    }
    return Figures(
      correct: result.scores.correct(study.labels),
      relativeError: result.scores.relativeError(to: study.reference),
      cycles: try result.cyclesPerBatch ?? study.cycles(of: compressed, tilings: tilings))
  }

  /// By the reference executor, from the first change on.
  private func followed(_ compressed: CompressedGraph) throws -> ScoredModel.Result {
    let likeness = try GraphLikeness(of: compressed, to: base)
    return try ScoredModel(compressed, on: nil).classify(study.batches, count: study.sampleCount) {
      position, inputs in
      guard position < records.count else {
        return try ReferenceExecutor.run(compressed.graph, inputs: inputs)
      }
      return try records[position].outputs(of: compressed.graph, inputs: inputs, likeness)
    }
  }
}

extension Graph {
  /// Whether the order of sums cannot matter.
  fileprivate func addsOnlyIntegers() throws -> Bool {
    try nodes.indices.allSatisfy { try evaluator(of: $0).accumulatorElement != .float32 }
  }
}
