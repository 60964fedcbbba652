import EventSimulation
import Network
import Testing

/// No flit is lost, doubled or out of its place, and no credit either, whatever the network and the traffic.
struct FlitConservationTests {
  @Test(arguments: manyTopologies)
  func everyFlitArrivesOnceInItsPlaceUnderOverload(_ topology: NetworkTopology) throws {
    for preset in RouterPipeline.Preset.allCases {
      for (channels, buffer, longest) in [(2, 8, 1), (3, 1, 5), (4, 5, 20)] {
        let router = RouterSpecification(preset, virtualChannels: channels, bufferFlits: buffer)
        var network = FlitNetwork(topology, router, seed: 5)
        network.flood(packets: 30, longest: longest, seed: 11)
        var sent = 0
        var arrived = 0
        while !network.isIdle {
          try network.advanceWatched(to: network.cycle + 397)
          let broken = network.brokenInvariant()
          #expect(broken == nil)
          network.takeDelivered { packet in
            arrived += 1
            sent += Int(packet.flits)
          }
        }
        #expect(arrived == 30 * topology.nodeCount)
        #expect(sent == network.sentFlits)
        #expect(network.deliveredFlits == network.sentFlits)
        #expect(network.misplacedFlits == 0)
      }
    }
  }

  /// With one channel and one way, nothing can overtake.
  @Test func packetsOfAFlowKeepTheirOrderInOneChannel() throws {
    var network = FlitNetwork(.mesh(4, 4), RouterSpecification(.def4, virtualChannels: 1, bufferFlits: 4))
    var random = SeededGenerator(trafficSeed: 3)
    for number in 0..<5000 {
      network.send(from: random.below(16), to: random.below(16), flits: 1 + random.below(6), tag: number)
    }
    var last = [Int](repeating: -1, count: 256)
    try network.drain { packet in
      let flow = Int(packet.source) * 16 + Int(packet.destination)
      #expect(packet.tag > last[flow])
      last[flow] = packet.tag
    }
  }

  @Test func theSameSeedGivesTheSameCycles() {
    let measurement = LoadMeasurement(.torus(4, 4), .init(.fast2), .uniform, packetFlits: 4)
    #expect(measurement.run(offered: 0.4).latency == measurement.run(offered: 0.4).latency)
  }
}
