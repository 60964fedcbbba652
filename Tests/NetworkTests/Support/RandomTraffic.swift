import EventSimulation
import Network

/// Topologies of every kind, small and crooked ones among them.
let manyTopologies: [NetworkTopology] = [
  .mesh(4, 4), .mesh(5, 3), .mesh(2, 3, 4), .mesh(1, 6), .torus(4, 4), .torus(5, 3), .torus(2, 2), .ring(8),
  .ring(5), .ring(2), .crossbar(nodes: 9), .crossbar(nodes: 70), .butterfly(arity: 2, stages: 3),
  .butterfly(arity: 4, stages: 2), .fatTree(arity: 2, levels: 4), .fatTree(arity: 4, levels: 2),
  .grid(extents: [3, 2], wraps: false, concentration: .init(columns: 2, rows: 2)),
]

extension FlitNetwork {
  /// Every node sends `packets` packets of 1 … `longest` flits to nodes at random, all at once.
  mutating func flood(packets: Int, longest: Int, seed: UInt64) {
    var random = SeededGenerator(trafficSeed: seed)
    for _ in 0..<packets {
      for source in 0..<wiring.nodeCount {
        send(from: source, to: random.below(wiring.nodeCount), flits: 1 + random.below(longest))
      }
    }
  }

  /// Runs until everything has arrived.
  mutating func drain(_ body: (PacketRecord) -> Void = { _ in }) throws {
    while !isIdle {
      try advanceWatched(to: cycle + 4096)
      takeDelivered(body)
    }
  }
}
