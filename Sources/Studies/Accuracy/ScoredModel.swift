import Chips
import Compression
import Documents
import Graphs
import Machine
import Mapping
import Tensors

/// A compressed model that classifies samples, on a chip in lockstep or by the reference executor.
public struct ScoredModel: Sendable {
  public let compressed: CompressedGraph
  private let program: Program?
  private let chip: Chip?
  private let fidelity: Fidelity

  /// - Parameters:
  ///   - chip: where every sample runs through the simulated machine; nil for the reference executor.
  ///   - fidelity: how closely. Cycles are those of the first batch, at all the levels asked for; numbers do not depend on
  ///     when bytes arrive, so that the batches behind it are played with the fast levels of memory and network.
  ///   - tilings: share one among models to search each distinct tiling problem once.
  /// - Throws: `InputError` when the model has not one input and an output of class scores, or the chip cannot hold it.
  public init(
    _ compressed: CompressedGraph, on chip: Chip?, fidelity: Fidelity = Fidelity(),
    tilings: MappingCache = MappingCache()
  ) throws {
    let graph = compressed.graph
    guard graph.inputs.count == 1, let output = graph.outputs.first,
      let batch = graph.values[graph.inputs[0]].type.shape.first,
      graph.values[output].type.shape.first == batch, graph.values[output].type.isReal
    else {
      throw InputError(
        at: graph.name, "is no classifier of single inputs",
        remedy: "accuracy needs one input and an output with a number for each class")
    }
    self.compressed = compressed
    self.chip = chip
    self.fidelity = fidelity
    program = try chip.map { try Mapper.map(graph, onto: $0, cache: tilings) }
  }

  public var classCount: Int {
    let type = compressed.graph.values[compressed.graph.outputs[0]].type
    return type.elementCount / max(1, type.shape[0])
  }

  /// What came out, and what the machine found wrong on the way.
  public struct Result: Sendable {
    public var scores: ClassScores
    /// Elements outside their bounds, and hazards, over all batches; 0 without a chip.
    public var faults = 0
    /// Cycles of the first batch; nil without a chip.
    public var cyclesPerBatch: Int?
  }

  /// - Parameters:
  ///   - batches: of the model's input, in fp32.
  ///   - count: how many samples they hold; those behind fill up the last batch.
  ///   - progress: told the part that is done.
  /// - Throws: `InputError` from operators; `MachineError` when the program cannot be played to its end.
  public func classify(
    _ batches: [Tensor], count: Int, progress: (Double) -> Void = { _ in }
  ) throws -> Result {
    try classify(batches, count: count, progress: progress) { _, inputs in
      try ReferenceExecutor.run(compressed.graph, inputs: inputs)
    }
  }

  /// - Parameter compute: the graph's outputs for a batch by its position, where there is no chip to compute them.
  func classify(
    _ batches: [Tensor], count: Int, progress: (Double) -> Void = { _ in },
    withoutChip compute: (Int, [ValueIndex: Tensor]) throws -> [ValueIndex: Tensor]
  ) throws -> Result {
    let graph = compressed.graph
    var result = Result(scores: ClassScores(classCount: classCount))
    for (position, batch) in batches.enumerated() {
      progress(Double(position) / Double(batches.count))
      let inputs = [graph.inputs[0]: compressed.stored(batch, asInput: 0)]
      let outputs: [ValueIndex: Tensor]
      if let program, let chip {
        var options = MachineOptions(numerics: true, inputs: inputs)
        let levels = fidelity.levels(on: chip)
        try options.apply(position == 0 ? levels : SimulatedLevels(matrix: levels.matrix), on: chip)
        let record = try Machine.run(program: program, chip: chip, options: options)
        outputs = record.verification?.outputs ?? [:]
        result.cyclesPerBatch = result.cyclesPerBatch ?? record.elapsedCycles
        result.faults += record.verification?.faultCount ?? 0
      } else {
        outputs = try compute(position, inputs)
      }
      let left = (count - result.scores.sampleCount) * classCount
      guard let scores = outputs[graph.outputs[0]] else {
        throw InputError(at: graph.name, "left no class scores in memory")
      }
      result.scores.append(scores.floats.prefix(left))
    }
    return result
  }
}

extension Verification {
  /// Elements outside their bounds, and hazards.
  var faultCount: Int { comparisons.reduce(0) { $0 + $1.mismatches } + hazards.count }
}
