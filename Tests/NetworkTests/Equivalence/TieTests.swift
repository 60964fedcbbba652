import Documents
import Foundation
import Testing

@testable import Network

/// Where packets draw lots for their way, ours are those of BookSim.
struct TieTests {
  @Test(
    "Collectives on rings and tori end in the very cycle of the reference, and so does every packet on average"
  )
  func collectives() throws {
    let url = try #require(
      Bundle.module.url(forResource: "Resources/collectives_with_ties.csv", withExtension: nil))
    let rows = try CSVTable.read(url.path).rows
    #expect(rows.count == 112)
    for row in rows {
      let collective = try #require(Collective(rawValue: row.text("pattern")))
      let preset = try #require(RouterPipeline.Preset(rawValue: row.text("pipeline")))
      let router = RouterSpecification(
        preset, virtualChannels: try row.integer("vcs"), bufferFlits: try row.integer("buf"))
      let result = collective.run(
        flitLevel: try NetworkTopology(parsing: row.text("topology")), router, root: 0,
        messageFlits: try row.integer("msg_flits"), packetFlits: try row.integer("pkt_flits"))
      #expect(result.completionCycles == (try row.integer("completion_cycles")), "\(row.place)")
      #expect(abs(result.meanLatency - (try row.double("mean_latency"))) < 0.000_6, "\(row.place)")
    }
  }

  @Test("Knuth's own check of the generator: the first number of batch 2010 after the seed 310952")
  func generator() {
    var random = LaggedFibonacci(seed: 310_952)
    for _ in 0..<2009 * 100 { random.skip() }
    #expect(random.below(1 << 30) == 995_235_265)
  }
}
