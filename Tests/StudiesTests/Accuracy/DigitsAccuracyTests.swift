import Foundation
import Testing
import Tilewright

/// What compressing the trained network of `workloads/digits-cnn.json` does to its 360 test digits, as NumPy, PyTorch and ONNX
/// Runtime measured it (PyTorch 2.13, ONNX Runtime 1.32; weights and digits as in `workloads/`).
@Suite("Accuracy on the digits is what others measured")
struct DigitsAccuracyTests {
  struct Fact: Sendable, CustomTestStringConvertible {
    var prune: [String] = []
    var format = "fp32"
    var correct: Int
    var agreeing: Int
    var relativeError: Double
    /// Samples that the order of sums may turn.
    var slack = 0

    var testDescription: String { (prune + [format]).joined(separator: " ") }
  }

  static let facts = [
    Fact(correct: 330, agreeing: 360, relativeError: 0),
    Fact(format: "bf16", correct: 330, agreeing: 360, relativeError: 0.00138212),
    Fact(format: "tf32", correct: 330, agreeing: 360, relativeError: 0.000183951),
    Fact(format: "fp8-e4m3", correct: 331, agreeing: 357, relativeError: 0.0265233, slack: 1),
    Fact(format: "fp8-e4m3,scaled", correct: 330, agreeing: 357, relativeError: 0.0267315, slack: 1),
    Fact(format: "w8a8", correct: 330, agreeing: 360, relativeError: 0.0045455),
    Fact(format: "w8a8,per-channel", correct: 330, agreeing: 360, relativeError: 0.00394154),
    Fact(format: "w4a8,per-channel", correct: 331, agreeing: 358, relativeError: 0.0534614),
    Fact(format: "w2a8", correct: 101, agreeing: 112, relativeError: 0.788081),
    Fact(format: "w8a4", correct: 330, agreeing: 358, relativeError: 0.0490845),
    Fact(format: "w16a16", correct: 330, agreeing: 360, relativeError: 1.62938e-05),
    Fact(prune: ["conv1:channels=0.75"], correct: 317, agreeing: 331, relativeError: 0.528962),
    Fact(prune: ["gemm1:channels=0.5"], correct: 329, agreeing: 355, relativeError: 0.0778719),
    Fact(prune: ["channels=0.5"], correct: 327, agreeing: 353, relativeError: 0.206781),
    Fact(prune: ["gemm1:2:4"], correct: 333, agreeing: 353, relativeError: 0.155198),
    Fact(prune: ["2:4"], correct: 334, agreeing: 348, relativeError: 0.344292),
    Fact(prune: ["magnitude=0.9"], correct: 264, agreeing: 275, relativeError: 0.801876),
  ]

  private static let study = Result {
    try AccuracyStudy(
      graph: ModelFile("digits-cnn", settings: ["batch": 360]).graph, dataset: Dataset.read("digits"),
      chip: nil)
  }

  @Test(arguments: facts)
  func theCountsAreTheSame(_ fact: Fact) throws {
    let compression = Compression(
      prunings: try fact.prune.map { try Pruning($0) }, precision: try PrecisionPlan([fact.format]))
    let row = try Self.study.get().measure(compression)
    #expect(abs(row.correct - fact.correct) <= fact.slack)
    #expect(abs(row.agreements - fact.agreeing) <= fact.slack)
    #expect(abs(row.relativeError - fact.relativeError) <= max(1e-4, 0.02 * fact.relativeError))
  }

  @Test func pruningLeavesTheMultiplicationsThatAreLeft() throws {
    let row = try Self.study.get().measure(Compression(prunings: [Pruning("channels=0.5")]))
    #expect(row.multiplyAccumulates == 88_704)
  }

  @Test(arguments: ["w8a8,per-channel", "fp16"])
  func theChipComputesWhatTheReferenceDoes(_ format: String) throws {
    let chip = try Chip.read(Shelf.chips.file(named: "edge-npu"))
    let graph = try ModelFile("digits-cnn", settings: ["batch": 30]).graph
    let compression = Compression(precision: try PrecisionPlan([format]))
    let rows = try [nil, chip].map { chip in
      try AccuracyStudy(
        graph: graph, dataset: Dataset.read("digits"), chip: chip, limit: 60, calibrationLimit: 300
      ).measure(compression)
    }
    #expect(rows[0].correct == rows[1].correct && rows[1].faults == 0)
    #expect(rows[1].cyclesPerBatch ?? 0 > 0)
    if format.hasPrefix("w") { #expect(rows[0].scores.values == rows[1].scores.values) }
  }

  /// A dense array takes zeros as it takes all numbers.
  @Test func zerosInPlaceSaveADenseChipNothing() throws {
    let cycles = try [[], ["magnitude=0.9"], ["2:4"], ["channels=0.5"]].map { prunings in
      var options = SimulationOptions()
      options.numerics = false
      options.compression = Compression(
        prunings: try prunings.map { try Pruning($0) }, precision: try PrecisionPlan(["fp16"]))
      return try Simulation(chip: "edge-npu", model: "digits-cnn", options: options).run().record
        .elapsedCycles
    }
    #expect(cycles[1] == cycles[0] && cycles[2] == cycles[0])
    #expect(cycles[3] < cycles[0])
  }

  @Test func aMixIsNoWorseThanItsTargetAndNoSlowerThanTheFirstFormat() throws {
    let chip = try Chip.read(Shelf.chips.file(named: "edge-npu"))
    let study = try AccuracyStudy(
      graph: ModelFile("digits-cnn", settings: ["batch": 60]).graph, dataset: Dataset.read("digits"),
      chip: chip, limit: 60, calibrationLimit: 120)
    let result = try PrecisionSearch(
      study, formats: ["fp16", "w8a8,per-channel"].map { try NumberFormat($0) }, target: 0.85
    ).run()
    #expect(result.sensitivities.map(\.node) == ["conv1", "gemm1", "gemm2"])
    #expect(result.chosen.accuracy >= 0.85)
    let (chosen, first) = (result.chosen.cyclesPerBatch ?? .max, result.first.cyclesPerBatch ?? 0)
    #expect(chosen <= first)
    #expect((chosen < first) == result.sensitivities.contains(where: \.isChosen))
  }
}
