import Documents
import Foundation
import Testing

@testable import Network

/// Steady loads with the reference's own random numbers are the reference's own runs.
struct SampledLoadTests {
  @Test("Knuth's own check of the generator: the first number of batch 2010 after the seed 310952")
  func generator() {
    var random = LaggedFractions(seed: 310_952)
    for _ in 0..<2009 * 100 { _ = random.next() }
    #expect(random.next() == 0.36410514377569680455)
  }

  @Test(
    "Means agree in all digits and runs are as long, to the cycle, whatever the topology, load, packet and seed",
    arguments: try rows())
  func loads(_ row: CSVRow) throws {
    let preset = try #require(RouterPipeline.Preset(rawValue: row.text("pipeline")))
    let router = RouterSpecification(
      preset, virtualChannels: try row.integer("vcs"), bufferFlits: try row.integer("buf"))
    var measurement = LoadMeasurement(
      try NetworkTopology(parsing: row.text("topology")), router,
      try #require(TrafficPattern(rawValue: row.text("traffic"))), packetFlits: try row.integer("pkt"))
    measurement.seed = UInt64(try row.integer("seed"))
    let result = SampledMeasurement(
      measurement, periodCycles: try row.integer("period"), mostPeriods: try row.integer("most_periods")
    ).run(offered: try row.double("offered"))
    #expect(result.isStable)
    #expect(result.cycles == (try row.integer("sim_cycles")))
    // Six digits are printed.
    #expect(abs(result.meanLatency / (try row.double("pkt_latency")) - 1) < 5e-6)
    #expect(abs(result.accepted / (try row.double("accepted")) - 1) < 5e-6)
  }

  @Test("An overloaded node takes a flit a cycle, and the run is given up when packets have waited too long")
  func overload() {
    let measurement = LoadMeasurement(.mesh(4, 4), .init(.def4), .gather, packetFlits: 4)
    let result = SampledMeasurement(measurement, periodCycles: 1000, mostPeriods: 40).run(offered: 0.2)
    #expect(!result.isStable)
    #expect(abs(result.accepted - 1.0 / 16) < 0.001)
  }

  private static func rows() throws -> [CSVRow] {
    let url = Bundle.module.url(forResource: "Resources/sampled_loads.csv", withExtension: nil)
    return try CSVTable.read(try #require(url).path).rows
  }
}
