/// One message from a root to all other nodes, forwarded from node to node.
///
/// The tree follows the network: in a grid the root's message goes along the first dimension, every node that has it
/// serves its line of the next dimension, and so on, so each link carries a packet once. Elsewhere it is a binomial
/// tree: with every step twice as many nodes have the message. A node sends a packet on as soon as all of its flits
/// have arrived. Without multicast, the root sends every packet to everybody (`Collective.scatter`).
public struct BroadcastTree: Sendable {
  /// The nodes that a node serves, in order.
  public let children: [[Int]]
  public let root: Int

  public init(_ topology: NetworkTopology, root: Int) {
    precondition(root >= 0 && root < topology.nodeCount, "no such root")
    self.root = root
    let extents = TrafficPattern.extents(of: topology)
    var children = [[Int]](repeating: [], count: topology.nodeCount)
    guard case .grid(_, let wraps, _) = topology else {
      Self.addBinomial(&children, root: root)
      self.children = children
      return
    }
    var reached = [root]
    var stride = 1
    for extent in extents {
      for node in reached {
        reached += Self.addLine(&children, through: node, stride: stride, extent: extent, wraps: wraps)
      }
      stride *= extent
    }
    self.children = children
  }

  /// Both ways along a line; on a ring the two ways meet half way round.
  private static func addLine(
    _ children: inout [[Int]], through node: Int, stride: Int, extent: Int, wraps: Bool
  ) -> [Int] {
    let place = node / stride % extent
    let upwards = wraps ? extent / 2 : extent - 1 - place
    let downwards = wraps ? (extent - 1) / 2 : place
    var reached: [Int] = []
    for (count, step) in [(upwards, 1), (downwards, extent - 1)] {
      var (from, place) = (node, place)
      for _ in 0..<count {
        let next = (place + step) % extent
        let to = from + (next - place) * stride
        children[from].append(to)
        reached.append(to)
        (from, place) = (to, next)
      }
    }
    return reached
  }

  private static func addBinomial(_ children: inout [[Int]], root: Int) {
    let count = children.count
    var reached = 1
    while reached < count {
      for index in 0..<min(reached, count - reached) {
        children[(root + index) % count].append((root + reached + index) % count)
      }
      reached *= 2
    }
  }

  /// - Returns: what it took until the last flit was everywhere.
  public func run(
    _ topology: NetworkTopology, _ router: RouterSpecification, messageFlits: Int, packetFlits: Int,
    level: NetworkLevel = .flit, seed: UInt64 = 1
  ) -> CollectiveResult {
    switch level {
    case .flit:
      var network = FlitNetwork(topology, router, seed: seed)
      return run(on: &network, messageFlits: messageFlits, packetFlits: packetFlits)
    case .packet:
      var network = PacketLevelNetwork(topology, router, seed: seed)
      return run(on: &network, messageFlits: messageFlits, packetFlits: packetFlits)
    }
  }

  private func run<Net: MeasuredNetwork & ~Copyable>(
    on network: inout Net, messageFlits: Int, packetFlits: Int
  ) -> CollectiveResult {
    var result = CollectiveResult()
    func forward(_ node: Int, _ flits: Int, _ network: inout Net) {
      for child in children[node] {
        network.send(from: node, to: child, flits: flits, tag: 0)
        result.packets += 1
      }
    }
    var rest = messageFlits
    while rest > 0 {
      forward(root, min(rest, packetFlits), &network)
      rest -= packetFlits
    }
    var arrived = 0
    var arrivals: [(node: Int, flits: Int)] = []
    while arrived < result.packets {
      // Cycle by cycle: what arrives in a cycle is sent on in the next.
      network.advance(to: network.cycle + 1)
      arrivals.removeAll(keepingCapacity: true)
      network.takeDelivered { packet in
        arrivals.append((Int(packet.destination), Int(packet.flits)))
        result.completionCycles = max(result.completionCycles, packet.tailArrived)
        result.maxLatency = max(result.maxLatency, packet.latency)
        result.latencySum += packet.latency
      }
      arrived += arrivals.count
      for arrival in arrivals { forward(arrival.node, arrival.flits, &network) }
    }
    result.flitTraversals = network.flitTraversals
    return result
  }
}
