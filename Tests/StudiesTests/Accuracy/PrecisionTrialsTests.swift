import Graphs
import RandomCases
import Testing
import Tilewright

@testable import Studies

/// Mixes that are tried fast have the figures of a whole measurement, to the last bit.
@Suite("A precision trial is a whole measurement")
struct PrecisionTrialsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var model: String
    var formats: [String]
    var isLockstep = true
    var mostRecordedBytes = 1 << 30

    var testDescription: String {
      "\(model): \(formats.joined(separator: " ")), \(isLockstep ? "lockstep" : "reference"), "
        + "\(mostRecordedBytes) bytes"
    }
  }

  static let cases = [
    Case(model: "digits-cnn", formats: ["w8a8,per-channel", "w4a8,per-channel"]),
    Case(model: "digits-cnn", formats: ["fp16", "w8a8,percentile=99.9"]),
    Case(model: "digits-cnn", formats: ["w8a8", "w4a8"], isLockstep: false, mostRecordedBytes: 0),
    Case(model: "branches", formats: ["w8a8,per-channel", "w4a8,per-channel", "w8a4"]),
    Case(model: "branches", formats: ["fp16", "w8a8", "bf16", "tf32"], isLockstep: false),
    Case(model: "branches", formats: ["fp32", "w8a8"]),
  ]

  private static func study(of model: String, isLockstep: Bool) throws -> AccuracyStudy {
    let chip = try Chip.read(Shelf.chips.file(named: "edge-npu"))
    guard model == "branches" else {
      return try AccuracyStudy(
        graph: ModelFile(model, settings: ["batch": 10]).graph, dataset: .read("digits"), chip: chip,
        isLockstep: isLockstep, limit: 25, calibrationLimit: 100)
    }
    let graph = try Graph.withBranches()
    return try AccuracyStudy(
      graph: graph, dataset: .seeded(for: graph, count: 5), chip: chip, isLockstep: isLockstep)
  }

  @Test(arguments: cases)
  func everyFigureIsThatOfTheWholeRun(_ example: Case) throws {
    let study = try Self.study(of: example.model, isLockstep: example.isLockstep)
    let formats = try example.formats.map { try NumberFormat($0) }
    let trials = try PrecisionTrials(
      study, prunings: [], formats: formats, mostRecordedBytes: example.mostRecordedBytes)
    let products = try trials.products()
    #expect(products.count > 2)
    var mixes: [[String: NumberFormat]] = [[:]]
    for format in formats.dropFirst() {
      mixes += products.map { [$0: format] }
      mixes.append(Dictionary(uniqueKeysWithValues: products.dropFirst().map { ($0, format) }))
    }
    for mix in mixes {
      let figures = try trials.figures(of: mix)
      let row = try study.measure(
        Compression(precision: PrecisionPlan(formats[0], formats: mix)))
      #expect(figures.correct == row.correct, "\(mix.mapValues(\.name))")
      #expect(figures.relativeError == row.relativeError, "\(mix.mapValues(\.name))")
      #expect(figures.cycles == row.cyclesPerBatch, "\(mix.mapValues(\.name))")
    }
  }

  /// Else the search would be right and slow.
  @Test func whatLiesBeforeAChangeIsNotComputedAgain() throws {
    let graph = try ModelFile("digits-cnn").graph
    let formats = try ["w8a8", "w4a8"].map { try NumberFormat($0) }
    let source = try CalibratedGraph(graph, formats: formats)
    let base = try source.stored(as: PrecisionPlan(formats[0]))
    for (node, position) in [("conv1", 0), ("gemm1", 1), ("gemm2", 2)] {
      let mixed = try source.stored(as: PrecisionPlan(formats[0], formats: [node: formats[1]]))
      let likeness = try GraphLikeness(of: mixed, to: base)
      let products = mixed.graph.nodes.indices.filter { mixed.graph.work(of: $0).multiplyAccumulates > 0 }
      #expect(products.count == 3)
      #expect(likeness.isAlike == mixed.graph.nodes.indices.map { $0 < products[position] })
    }
  }
}
