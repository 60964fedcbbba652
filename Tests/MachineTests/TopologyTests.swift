import Mapping
import Network
import Testing

@testable import Chips
@testable import Machine

@Suite("Topologies of chips are those of the network's module")
struct TopologyTests {
  /// Small networks of every topology with room for the endpoints, some for more.
  private static func topologies(_ random: inout TestRandom, endpoints: Int) -> [Chips.Topology] {
    let columns = 1 + random.below(4)
    let perRouter = 1 + random.below(5)
    let arity = 2 + random.below(4)
    var (levels, room) = (1, arity)
    while room < endpoints { (levels, room) = (levels + 1, room * arity) }
    let rows = (endpoints + columns - 1) / columns
    return [
      .crossbar, .ring, .mesh(columns: columns, rows: rows), .torus(columns: columns, rows: rows),
      .concentratedMesh(
        columns: columns, rows: (rows + perRouter - 1) / perRouter, endpointsPerRouter: perRouter),
      .butterfly(arity: arity, levels: levels), .fatTree(arity: arity, levels: levels),
    ]
  }

  @Test(arguments: 1...12)
  func `Packets take as many links at packet level as flits do`(seed: Int) throws {
    var random = TestRandom(seed)
    let cores = 2 + random.below(11)
    for topology in Self.topologies(&random, endpoints: cores + 2) {
      let chip = testChip(cores: cores) {
        $0.dram.networkPorts = 1
        $0.network.topology = topology
      }
      let layout = NetworkLayout(chip)
      var network = FlitNetwork(NetworkTopology(chip), RouterSpecification(chip.network))
      for from in 0..<layout.endpointCount {
        for to in 0..<layout.endpointCount {
          network.send(from: from, to: to, flits: 1, tag: 0)
          while network.deliveredPackets < network.sentPackets { network.advance(to: network.cycle + 1) }
          var routers = 0
          network.takeDelivered { routers = Int($0.routers) }
          let links = Self.links(from: from, to: to, layout)
          #expect(links == routers - 1, "\(topology), \(from) to \(to)")
        }
      }
    }
  }

  /// Between routers; nil for a way that does not end.
  private static func links(from: Int, to: Int, _ layout: NetworkLayout) -> Int? {
    var router = Int(layout.entryRouter[from])
    let target = Int(layout.exitRouter[to])
    var links = 0
    while router != target {
      let link = Int(layout.nextLink[router * layout.routerCount + target])
      guard link >= 0, links <= layout.routerCount else { return nil }
      router = Int(layout.linkTarget[link - layout.firstRouterLink])
      links += 1
    }
    return links
  }

  @Test(arguments: 1...12) func `Area counts the routers and ports that are simulated`(seed: Int) {
    var random = TestRandom(seed)
    let cores = 2 + random.below(11)
    for topology in Self.topologies(&random, endpoints: cores + 2) where topology != .crossbar {
      let chip = testChip(cores: cores) {
        $0.dram.networkPorts = 1
        $0.network.topology = topology
      }
      let wiring = Wiring(NetworkTopology(chip))
      let counted = topology.routers(endpoints: chip.networkNodeCount)
      #expect(counted.reduce(0) { $0 + $1.count } == wiring.routerCount)
      // Grids have ports at their edges that lead nowhere, and the top of a fat tree has none upwards.
      let used = wiring.target.count { $0 != nil }
      #expect(counted.reduce(0) { $0 + $1.count * $1.ports } >= used)
      #expect(counted.allSatisfy { $0.count == 0 || $0.ports <= wiring.portsPerRouter })
    }
  }

  @Test func `A router's buffers take room by its ports, its switch by their square`() {
    func chip(_ topology: Chips.Topology) -> Chip {
      testChip(cores: 14) {
        $0.dram.networkPorts = 1
        $0.network.topology = topology
      }
    }
    func area(_ topology: Chips.Topology) -> Double {
      ChipArea(chip(topology)).squareMillimetres(of: "network")
    }
    let mesh = area(.mesh(columns: 4, rows: 4))
    // Sixteen routers of five ports; four of eight; eight of four; four of four above as many of eight.
    func buffersAndSwitch(_ ports: Double) -> Double { ports * (1 + ports / 5) }
    let concentrated = area(.concentratedMesh(columns: 2, rows: 2, endpointsPerRouter: 4))
    #expect(abs(concentrated / mesh - 4 * buffersAndSwitch(8) / (16 * buffersAndSwitch(5))) < 1e-9)
    let butterfly = area(.butterfly(arity: 4, levels: 2))
    #expect(abs(butterfly / mesh - 8 * buffersAndSwitch(4) / (16 * buffersAndSwitch(5))) < 1e-9)
    let tree = area(.fatTree(arity: 4, levels: 2))
    let routers = 4 * buffersAndSwitch(4) + 4 * buffersAndSwitch(8)
    #expect(abs(tree / mesh - routers / (16 * buffersAndSwitch(5))) < 1e-9)
  }
}
