import Network
import Testing

/// The fast level against the exact one, where it claims to be good.
struct PacketLevelTests {
  @Test(arguments: [1, 2, 4])
  func meanLatencyIsWithinThreePercentBelowThirtyPercentOfSaturation(_ flits: Int) {
    for (topology, load) in [
      (NetworkTopology.mesh(4, 4), 0.16), (.mesh(8, 8), 0.085), (.torus(4, 4), 0.15), (.ring(8), 0.08),
      (.butterfly(arity: 4, stages: 2), 0.15),
    ] {
      var measurement = LoadMeasurement(topology, .init(.def4), .uniform, packetFlits: flits)
      measurement.measuredCycles = 10_000
      let exact = measurement.run(offered: load).meanLatency
      let fast = measurement.run(offered: load, level: .packet).meanLatency
      #expect(abs(fast / exact - 1) < 0.03, "\(topology): \(fast) for \(exact)")
    }
  }

  @Test func aLonelyPacketTakesWhatTheFormulaSays() {
    for preset in RouterPipeline.Preset.allCases {
      let router = RouterSpecification(preset, bufferFlits: 16)
      for topology in manyTopologies {
        var network = PacketLevelNetwork(topology, router)
        network.send(from: 0, to: topology.nodeCount - 1, flits: 4)
        network.advance(to: 2000)
        network.takeDelivered { packet in
          let formula = ClosedForms(router).latencyCycles(hops: Int(packet.routers) - 1, flits: 4)
          #expect(packet.latency == formula, "\(topology) \(preset)")
        }
        let isIdle = network.isIdle
        #expect(isIdle)
      }
    }
  }

  @Test func itSaysWhereItIsBeyondItsRange() {
    let measurement = LoadMeasurement(.mesh(4, 4), .init(.def4), .uniform, packetFlits: 4)
    #expect(measurement.run(offered: 0.1, level: .packet).overloadedLinks == 0)
    #expect(measurement.run(offered: 0.6, level: .packet).overloadedLinks > 0)
  }
}
