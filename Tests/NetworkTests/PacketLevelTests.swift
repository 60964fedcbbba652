import EventSimulation
import Network
import Testing

/// The fast level against the exact one, where it claims to be good.
struct PacketLevelTests {
  /// Topologies and 30 % of the loads at which they saturate.
  private static let lightLoads: [(topology: NetworkTopology, load: Double)] = [
    (.mesh(4, 4), 0.195), (.mesh(8, 8), 0.108), (.torus(4, 4), 0.18), (.ring(8), 0.09),
    (.butterfly(arity: 4, stages: 2), 0.18), (.fatTree(arity: 4, levels: 2), 0.18),
  ]

  @Test(arguments: [1, 2, 4])
  func meanLatencyIsWithinThreePercentBelowThirtyPercentOfSaturation(_ flits: Int) {
    for preset in [RouterPipeline.Preset.def4, .fast2] {
      for (topology, load) in Self.lightLoads {
        var measurement = LoadMeasurement(topology, .init(preset), .uniform, packetFlits: flits)
        measurement.measuredCycles = 6_000
        let exact = measurement.run(offered: load).meanLatency
        let fast = measurement.run(offered: load, level: .packet)
        #expect(
          abs(fast.meanLatency / exact - 1) < 0.03, "\(topology) \(preset): \(fast.meanLatency) for \(exact)")
        #expect(fast.overloadedLinks == 0)
      }
    }
  }

  private func completions(
    _ collective: Collective, _ topology: NetworkTopology, _ router: RouterSpecification, _ message: Int,
    _ packet: Int
  ) -> (exact: Int, fast: Int) {
    let exact = collective.run(
      flitLevel: topology, router, root: 0, messageFlits: message, packetFlits: packet)
    let fast = collective.run(
      packetLevel: topology, router, root: 0, messageFlits: message, packetFlits: packet)
    return (exact.completionCycles, fast.completionCycles)
  }

  @Test("Messages that leave one after another on a mesh end in the same cycle, whatever their packets")
  func scatterAndShiftAreExact() {
    for collective in [Collective.scatter, .shift1] {
      for topology in [NetworkTopology.mesh(4, 4), .mesh(8, 8)] {
        for preset in [RouterPipeline.Preset.def4, .look3, .fast2] {
          for (message, packet) in [(1, 1), (4, 4), (16, 1), (16, 2), (16, 16), (64, 4), (64, 16)] {
            let (exact, fast) = completions(collective, topology, .init(preset), message, packet)
            #expect(fast == exact, "\(collective) \(topology) \(preset) \(message)/\(packet)")
          }
        }
      }
    }
  }

  @Test("Where all send to all, finite buffers hold packets up as they do at flit level")
  func allToAll() {
    var errors: [Double] = []
    for collective in [Collective.alltoall, .alltoallSame] {
      for (channels, buffer) in [(2, 8), (1, 8), (2, 4)] {
        for (message, packet) in [(1, 1), (4, 4), (16, 16), (64, 16), (64, 4)] {
          let router = RouterSpecification(.def4, virtualChannels: channels, bufferFlits: buffer)
          let (exact, fast) = completions(collective, .mesh(4, 4), router, message, packet)
          errors.append(abs(Double(fast) / Double(exact) - 1))
        }
      }
    }
    #expect(errors.reduce(0, +) / Double(errors.count) < 0.05)
    #expect(errors.max()! < 0.18)
  }

  @Test(
    "No packet is lost and none takes forever, on any topology, with packets of any length",
    arguments: [1, 2])
  func conservation(_ seed: UInt64) {
    for topology in manyTopologies {
      for (channels, buffer) in [(2, 1), (2, 3), (4, 8)] {
        var network = PacketLevelNetwork(
          topology, .init(.def4, virtualChannels: channels, bufferFlits: buffer), seed: seed)
        var random = SeededGenerator(trafficSeed: seed)
        var flits = 0
        for source in 0..<topology.nodeCount {
          for _ in 0..<20 {
            let length = 1 + random.below(20)
            flits += length
            network.send(from: source, to: random.below(topology.nodeCount), flits: length)
          }
        }
        network.advance(to: 200 * flits)
        let (isIdle, delivered) = (network.isIdle, network.deliveredFlits)
        #expect(isIdle && delivered == flits, "\(topology) \(channels) \(buffer)")
        var routers = 0
        network.takeDelivered { routers += Int($0.flits) * Int($0.routers) }
        let traversals = network.flitTraversals
        #expect(routers == traversals)
      }
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
