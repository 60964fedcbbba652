import Foundation
import Network
import Testing

@testable import Studies

/// Tables of loads do not say how their runs were sampled: that is found from how long they were.
struct NetworkSamplingTests {
  private static let columns =
    "topology,traffic,pkt,vcs,buf,pipeline,offered,status,pkt_latency,pkt_latency_max,accepted,sim_cycles,seed"

  /// Runs of another period than any known table, made by ourselves.
  private static func curve(seed: UInt64, periodCycles: Int, stretch: Int = 0) -> String {
    var text = columns + "\n"
    for offered in [0.05, 0.2, 0.3] {
      var measurement = LoadMeasurement(.torus(3, 3), .init(.def4), .uniform, packetFlits: 2)
      measurement.seed = seed
      let run = SampledMeasurement(measurement, periodCycles: periodCycles, mostPeriods: 30)
        .run(offered: offered)
      text += "torus3x3,uniform,2,2,8,def4,\(offered),ok,\(run.meanLatency),60,\(run.accepted),"
      text += "\(run.cycles + stretch),\(seed)\n"
    }
    return text
  }

  private static func rows(_ text: String) throws -> [ValidationRow] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(text.utf8).write(to: folder.appendingPathComponent("load_latency.csv"))
    return try NetworkValidation(folder: folder.path).rows()
  }

  @Test("A run whose seed is known is run again and has the same mean", arguments: [1, 77])
  func sameRun(seed: UInt64) throws {
    let rows = try Self.rows(Self.curve(seed: seed, periodCycles: 1250))
    #expect(rows.count == 3)
    #expect(rows.allSatisfy { $0.difference < 1e-12 })
  }

  @Test("A run of a length that no period explains is measured our own way, and agrees as chance has it")
  func unknownSampling() throws {
    let rows = try Self.rows(Self.curve(seed: 5, periodCycles: 1250, stretch: 7))
    #expect(rows.contains { $0.difference > 1e-12 })
    #expect(rows.allSatisfy { $0.difference < 0.03 })
  }

  @Test("Without seeds and lengths, too")
  func withoutSeeds() throws {
    let lines = Self.curve(seed: 5, periodCycles: 1250).split(separator: "\n")
    let shortened = lines.map { $0.split(separator: ",").dropLast(2).joined(separator: ",") }
    let rows = try Self.rows(shortened.joined(separator: "\n"))
    #expect(rows.count == 3)
    #expect(rows.allSatisfy { $0.difference < 0.03 })
  }
}
