import Documents
import Foundation
import Network
import Testing

/// Packets that get in each other's way arrive in the very cycles of BookSim's.
struct MicroCaseTests {
  private static func rowsByCase() throws -> [String: [CSVRow]] {
    let url = try #require(Bundle.module.url(forResource: "Resources/micro_cases.csv", withExtension: nil))
    let table = try CSVTable.read(url.path)
    return try Dictionary(grouping: table.rows) { try $0.text("case") }
  }

  @Test func everyPacketOfEveryCaseArrivesInTheReferencesCycle() throws {
    let cases = try Self.rowsByCase()
    #expect(cases.count == 100)
    for (name, rows) in cases {
      let preset = try #require(RouterPipeline.Preset(rawValue: rows[0].text("pipeline")))
      var network = FlitNetwork(
        .mesh(4, 4),
        RouterSpecification(
          preset, virtualChannels: try rows[0].integer("vcs"), bufferFlits: try rows[0].integer("buf")))
      for row in rows {
        network.advance(to: try row.integer("t_create"))
        network.send(
          from: try row.integer("src"), to: try row.integer("dst"), flits: try row.integer("flits"),
          tag: try row.integer("packet"))
      }
      var arrived = 0
      try network.drain { packet in
        arrived += 1
        let row = rows[packet.tag]
        #expect((try? row.integer("t_inject")) == packet.injected, "case \(name), packet \(packet.tag)")
        #expect((try? row.integer("t_head")) == packet.headArrived, "case \(name), packet \(packet.tag)")
        #expect((try? row.integer("t_tail")) == packet.tailArrived, "case \(name), packet \(packet.tag)")
      }
      #expect(arrived == rows.count)
    }
  }
}
