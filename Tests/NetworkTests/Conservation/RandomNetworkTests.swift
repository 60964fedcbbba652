import EventSimulation
import Foundation
import Network
import Testing

/// Networks at random, loaded at random: what is sent arrives, once and whole, over as many routers as the way has.
struct RandomNetworkTests {
  /// A hundred times as many flits with `TILEWRIGHT_LONG_TESTS` in the environment: ten million.
  private static let flits =
    ProcessInfo.processInfo.environment["TILEWRIGHT_LONG_TESTS"] == nil ? 100_000 : 10_000_000

  private static func topology(_ random: inout SeededGenerator) -> NetworkTopology {
    func extent() -> Int { 1 + random.below(5) }
    switch random.below(7) {
    case 0: return .crossbar(nodes: 2 + random.below(20))
    case 1: return .ring(2 + random.below(12))
    case 2: return .grid(extents: [extent(), extent()], wraps: false, concentration: .one)
    case 3:
      return .grid(extents: [2 + random.below(4), 2 + random.below(4)], wraps: true, concentration: .one)
    case 4:
      let concentration = NetworkTopology.Concentration(
        columns: 1 + random.below(3), rows: 1 + random.below(2))
      return .grid(extents: [extent(), extent()], wraps: false, concentration: concentration)
    case 5: return .butterfly(arity: 2 + random.below(3), stages: 1 + random.below(3))
    default: return .fatTree(arity: 2 + random.below(3), levels: 1 + random.below(3))
    }
  }

  @Test func everyFlitArrivesOnceOverTheLinksOfItsWay() throws {
    var random = SeededGenerator(trafficSeed: 2026)
    var total = 0
    while total < Self.flits {
      let topology = Self.topology(&random)
      let router = RouterSpecification(
        RouterPipeline.Preset.allCases[random.below(4)], virtualChannels: 2 + random.below(4),
        bufferFlits: 1 + random.below(9))
      var network = FlitNetwork(topology, router, seed: random.next())
      let wiring = network.wiring
      let longest = 1 + random.below(24)
      for _ in 0..<(Self.flits > 100_000 ? 200 : 20) {
        for source in 0..<topology.nodeCount {
          network.send(
            from: source, to: random.below(topology.nodeCount), flits: 1 + random.below(longest))
        }
      }
      var flits = 0
      try network.drain { packet in
        flits += Int(packet.flits)
        let hops = wiring.linkHops(from: Int(packet.source), to: Int(packet.destination))
        #expect(Int(packet.routers) - 1 == hops, "\(topology): \(packet.source) to \(packet.destination)")
        #expect(
          packet.latency >= ClosedForms(router).latencyCycles(hops: hops, flits: Int(packet.flits))
            - ClosedForms(router).stallCyclesAtMost(flits: Int(packet.flits)))
      }
      let (sent, delivered, misplaced) = (network.sentFlits, network.deliveredFlits, network.misplacedFlits)
      #expect(flits == sent && delivered == sent && misplaced == 0, "\(topology)")
      #expect(network.brokenInvariant() == nil)
      total += sent
    }
  }
}

extension ClosedForms {
  /// What short buffers add at most to the way of a lonely packet.
  fileprivate func stallCyclesAtMost(flits: Int) -> Int {
    latencyCycles(hops: 0, flits: flits)
      - ClosedForms.withoutStalls(router).latencyCycles(hops: 0, flits: flits)
  }

  private static func withoutStalls(_ router: RouterSpecification) -> ClosedForms {
    var roomy = router
    roomy.bufferFlits = 4_096
    return ClosedForms(roomy)
  }
}

extension Wiring {
  /// Links between the routers of two nodes, from the geometry alone.
  fileprivate func linkHops(from source: Int, to destination: Int) -> Int {
    let (first, last) = (entry[source] / portsPerRouter, exit[destination] / portsPerRouter)
    switch topology {
    case .crossbar: return 0
    case .butterfly(_, let stages): return stages - 1
    case .fatTree(let arity, _):
      // Up until both are below, and down again.
      var (hops, left, right) = (0, source / arity, destination / arity)
      while left != right { (hops, left, right) = (hops + 2, left / arity, right / arity) }
      return hops
    case .grid(let extents, let wraps, _):
      var (hops, left, right) = (0, first, last)
      for extent in extents {
        let distance = abs(left % extent - right % extent)
        hops += wraps ? min(distance, extent - distance) : distance
        (left, right) = (left / extent, right / extent)
      }
      return hops
    }
  }
}
