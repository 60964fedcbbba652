import Network
import Testing

/// Without contention, time is a formula.
struct ClosedFormTests {
  @Test(arguments: RouterPipeline.Preset.allCases)
  func aLonelyPacketTakesWhatTheFormulaSaysBetweenEveryPairOfNodes(_ preset: RouterPipeline.Preset) {
    for topology in manyTopologies {
      for (buffer, flits) in [(8, 1), (8, 7), (3, 9), (1, 4)] {
        let router = RouterSpecification(preset, virtualChannels: 2, bufferFlits: buffer)
        var network = FlitNetwork(topology, router)
        for pair in stride(from: 0, to: topology.nodeCount * topology.nodeCount, by: 7) {
          network.send(from: pair / topology.nodeCount, to: pair % topology.nodeCount, flits: flits)
          while !network.isIdle { network.advance(to: network.cycle + 64) }
          network.takeDelivered { packet in
            let formula = ClosedForms(router).latencyCycles(hops: Int(packet.routers) - 1, flits: flits)
            #expect(packet.latency == formula, "\(topology) \(pair) B\(buffer) L\(flits)")
          }
        }
      }
    }
  }

  @Test func longerLinksAndSlowerStagesAddUp() {
    var router = RouterSpecification(.def4, bufferFlits: 64)
    router.linkCycles = 5
    router.nodeLinkCycles = 2
    router.pipeline.routingCycles = 3
    router.pipeline.channelAllocationCycles = 2
    router.pipeline.traversalCycles = 2
    var network = FlitNetwork(.mesh(4, 4), router)
    network.send(from: 0, to: 15, flits: 6)
    network.advance(to: 1000)
    network.takeDelivered { packet in
      // Two links of nodes, 6 links, 7 routers of 3 + 2 + 1 + 2 cycles, 6 flits.
      #expect(packet.latency == 2 * 2 + 6 * 5 + 7 * 8 + 6)
      #expect(ClosedForms(router).latencyCycles(hops: 6, flits: 6) == packet.latency)
    }
    #expect(network.deliveredPackets == 1)
  }

  /// The next packet of a channel is routed only after the tail before it has left.
  @Test(arguments: RouterPipeline.Preset.allCases, [1, 2, 4])
  func aStreamIsAsFastAsItsChannelsTurnAround(_ preset: RouterPipeline.Preset, _ channels: Int) {
    for flits in [1, 2, 4, 16] {
      let router = RouterSpecification(preset, virtualChannels: channels, bufferFlits: 8)
      var network = FlitNetwork(.mesh(4, 4), router)
      for _ in 0..<(600 / flits) { network.send(from: 0, to: 3, flits: flits) }
      network.advance(to: 400)
      let before = network.deliveredFlits
      network.advance(to: 400 + 120)
      let rate = Double(network.deliveredFlits - before) / 120
      #expect(abs(rate - ClosedForms(router).streamRate(packetFlits: flits)) < 0.04, "\(flits) flits")
    }
  }
}
