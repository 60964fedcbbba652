import Chips
import Compression
import Documents
import Graphs
import Machine
import Mapping
import Tensors

/// A classifier, a data set and a chip: what compressing the model does to its accuracy and its cycles.
public struct AccuracyStudy: Sendable {
  /// As its file has it.
  public let graph: Graph
  public let dataset: Dataset
  /// Where samples run; nil for the reference executor alone.
  public let chip: Chip?
  /// Whether the chip computes the samples; else the reference executor does, and the chip gives the cycles only.
  public let isLockstep: Bool
  /// How closely the chip is simulated.
  public let fidelity: Fidelity
  /// Samples to measure with, batch by batch, and their labels.
  let batches: [Tensor]
  let labels: [Int]
  let calibration: [[Int: Tensor]]
  /// Of the model as it is, in fp32 by the reference executor.
  public let reference: ClassScores

  /// - Parameters:
  ///   - isLockstep: without it the reference executor computes the samples, far faster: the integers are the same.
  ///   - limit: of the samples to measure with.
  ///   - calibrationLimit: of the samples to calibrate with.
  /// - Throws: `InputError` when the model is no classifier, or the samples do not fit it.
  public init(
    graph: Graph, dataset: Dataset, chip: Chip?, isLockstep: Bool = true, fidelity: Fidelity = Fidelity(),
    limit: Int? = nil, calibrationLimit: Int? = nil
  ) throws {
    guard let input = graph.inputs.first else {
      throw InputError(at: graph.name, "has no input", remedy: "accuracy needs a classifier of samples")
    }
    let type = graph.values[input].type
    self.graph = graph
    self.dataset = dataset
    self.chip = chip
    self.fidelity = fidelity
    self.isLockstep = isLockstep && chip != nil
    labels = Array(dataset.test.labels.prefix(limit ?? dataset.test.count))
    batches = try dataset.batches(of: dataset.test, for: type, limit: limit)
    calibration = try dataset.batches(of: dataset.training, for: type, limit: calibrationLimit).map {
      [0: $0]
    }
    reference = try ScoredModel(graph.compressed(Compression()), on: nil)
      .classify(batches, count: labels.count).scores
    if let beyond = labels.first(where: { $0 >= reference.classCount }) {
      throw InputError(
        at: dataset.name, "has the label \(beyond)",
        remedy: "\(graph.name) knows \(reference.classCount) classes")
    }
  }

  public var sampleCount: Int { labels.count }
  /// Samples of one run.
  public var batchSize: Int { graph.values[graph.inputs[0]].type.shape.first ?? 1 }

  /// The model under a compression, calibrated with the data set's training part.
  /// - Throws: `InputError` naming the node or value that stands in the way.
  public func compressed(_ compression: Compression) throws -> CompressedGraph {
    try graph.compressed(compression, samples: compression.precision.needsCalibration ? calibration : [])
  }

  /// - Parameter progress: told the part of all samples that is done.
  /// - Throws: `InputError` as `compressed`; `MachineError` when the chip cannot play the model to its end.
  public func measure(
    _ compression: Compression, progress: (Double) -> Void = { _ in }
  ) throws -> AccuracyRow {
    let compressed = try compressed(compression)
    let result = try ScoredModel(compressed, on: isLockstep ? chip : nil, fidelity: fidelity)
      .classify(batches, count: labels.count, progress: progress)
    let entries = try GraphAnalysis(graph.pruned(compression.prunings)).entries
    return AccuracyRow(
      model: graph.name, chip: chip?.name, dataset: dataset.name, compression: compression,
      sampleCount: labels.count, correct: result.scores.correct(labels),
      correctAmongFive: result.scores.correct(labels, among: 5),
      agreements: result.scores.agreements(with: reference),
      relativeError: result.scores.relativeError(to: reference), faults: result.faults,
      batchSize: batchSize, cyclesPerBatch: try result.cyclesPerBatch ?? cycles(of: compressed),
      multiplyAccumulates: entries.reduce(0) { $0 + $1.work.multiplyAccumulates } / max(1, batchSize),
      weightBytes: compressed.weightBytes, scores: result.scores)
  }

  /// Cycles of one batch on the chip, without numerics; nil without a chip.
  /// - Parameter tilings: share one among models to search each distinct tiling problem once.
  public func cycles(
    of compressed: CompressedGraph, tilings: MappingCache = MappingCache()
  ) throws -> Int? {
    guard let chip else { return nil }
    let program = try Mapper.map(compressed.graph, onto: chip, cache: tilings)
    return try Machine.time(program, on: chip, fidelity).elapsedCycles
  }
}

/// What one compression of a model does.
public struct AccuracyRow: Sendable {
  public var model: String
  public var chip: String?
  public var dataset: String
  public var compression: Compression
  public var sampleCount: Int
  /// Samples whose class is right, and those that have it among the five best.
  public var correct: Int
  public var correctAmongFive: Int
  /// Samples that get the same class as from the model as it is.
  public var agreements: Int
  /// Of the class scores to those of the model as it is: Euclidean norms over all samples.
  public var relativeError: Double
  /// Elements that the machine got wrong, and hazards.
  public var faults: Int
  public var batchSize: Int
  public var cyclesPerBatch: Int?
  /// Of one sample.
  public var multiplyAccumulates: Int
  /// Bytes of all constants that are learned, as they are stored.
  public var weightBytes: Int
  public var scores: ClassScores

  public var accuracy: Double { Double(correct) / Double(max(1, sampleCount)) }
}

extension CompressedGraph {
  /// Bytes of all learned constants, as they are stored.
  public var weightBytes: Int {
    graph.values.reduce(0) { sum, value in
      value.initializer != nil && value.isLearnable ? sum + value.type.byteCount : sum
    }
  }
}
