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

  @Test func `computes the reference's numbers, the same in every run`() throws {
    let runs = try (0..<2).map { _ in try record(samples: 8, split: "pipeline=4") }
    #expect(runs.allSatisfy { $0.verification?.passed == true })
    #expect(runs[0].elapsedCycles == runs[1].elapsedCycles)
    #expect(runs[0].counters.dramReadBytes == runs[1].counters.dramReadBytes)
  }

  @Test func `reads weights once and sends nothing through DRAM between stages`() throws {
    let run = try record(samples: 8, split: "pipeline=4")
    // A kernel of 16 × 16 × 3 × 3 and 16 biases of four bytes; the first stage reads the pictures besides.
    let weights = 16 * 16 * 9 + 16 * 4
    #expect(run.operators.dropFirst().allSatisfy { $0.dramUsefulReadBytes == weights })
    #expect(run.operators[0].dramUsefulReadBytes >= weights + 8 * 16 * 144)
    #expect(run.counters.dramUsefulWriteBytes == 8 * 16 * 144)
  }
}
