import Chips
import Documents
import Foundation
import Graphs
import Mapping
import Testing

@testable import Machine

@Suite("A pipeline of equal stages")
struct PipelineTests {
  private func record(samples: Int, split: String) throws -> RunRecord {
    let layers = (0..<4).map { _ in "{\"op\": \"Conv\", \"channels\": 16, \"kernel\": 3, \"pad\": 1}" }
    let json = """
      {"name": "equal", "inputs": {"x": [\(samples), 16, 12, 12]}, "nodes": [\(layers.joined(separator: ", "))]}
      """
    let graph = try Workload.load(Document.parse(Data(json.utf8), file: "equal.json"))
      .prepared(precision: .int8)
    var options = MappingOptions()
    options.splits = try SplitPlan([split])
    let chip = testChip(cores: 4)
    return try Machine.run(program: Mapper.map(graph, onto: chip, options: options), chip: chip)
  }

  /// Cycles that a sample more takes when the pipeline is full.
  private func cyclesPerSample(_ split: String) throws -> Double {
    let (few, many) = (try record(samples: 8, split: split), try record(samples: 24, split: split))
    return Double(many.elapsedCycles - few.elapsedCycles) / 16
  }

  @Test func `works as many times faster as it has stages, once it is full`() throws {
    let speedup = try cyclesPerSample("none") / cyclesPerSample("pipeline=4")
    #expect((3.6...4.05).contains(speedup), "\(speedup)")
  }

  @Test func `takes a turn of each stage before the first sample has left`() throws {
    let (two, three) = (
      try record(samples: 2, split: "pipeline=4"), try record(samples: 3, split: "pipeline=4")
    )
    let turn = try cyclesPerSample("pipeline=4")
    // Two samples through four stages are five turns, and the first loads.
    #expect(Double(two.elapsedCycles) > 5 * turn && Double(two.elapsedCycles) < 7 * turn)
    #expect(abs(Double(three.elapsedCycles - two.elapsedCycles) - turn) < turn / 4)
  }

  @Test func `computes the reference's numbers, the same in every run`() throws {
    let runs = try (0..<2).map { _ in try record(samples: 8, split: "pipeline=4") }
    #expect(runs.allSatisfy { $0.verification?.passed == true })
    #expect(runs[0].elapsedCycles == runs[1].elapsedCycles)
    #expect(runs[0].counters.dramReadBytes == runs[1].counters.dramReadBytes)
  }

  @Test func `moves as many bytes as the model needs`() throws {
    let run = try record(samples: 8, split: "pipeline=4")
    // Pictures in and out, four kernels of 16 × 16 × 3 × 3 and their biases of four bytes.
    #expect(run.counters.dramUsefulReadBytes == 8 * 16 * 144 + 4 * (16 * 16 * 9 + 16 * 4))
    #expect(run.counters.dramUsefulWriteBytes == 8 * 16 * 144)
  }
}
