/// Messages that all nodes exchange at once, all of them waiting at cycle 0.
public enum Collective: String, CaseIterable, Sendable {
  /// All to the root.
  case gather
  /// The root to all.
  case scatter
  /// Each node to the one behind it, then the next, …
  case alltoall
  /// Each node to node 0, 1, 2, …
  case alltoallSame = "alltoall_same"
  /// Each node to the one behind it.
  case shift1
  /// Node s to N − 1 − s.
  case pairswap

  /// Who sends to whom, in the order of sending.
  public func messages(nodes: Int, root: Int) -> [(source: Int, destination: Int)] {
    let others = (0..<nodes).filter { $0 != root }
    switch self {
    case .gather: return others.map { ($0, root) }
    case .scatter: return others.map { (root, $0) }
    case .alltoall:
      return (0..<nodes).flatMap { source in
        (0..<nodes).dropFirst().map { (source, (source + $0) % nodes) }
      }
    case .alltoallSame:
      return (0..<nodes).flatMap { source in
        (0..<nodes).filter { $0 != source }.map { (source, $0) }
      }
    case .shift1: return nodes > 1 ? (0..<nodes).map { ($0, ($0 + 1) % nodes) } : []
    case .pairswap: return (0..<nodes).filter { $0 != nodes - 1 - $0 }.map { ($0, nodes - 1 - $0) }
    }
  }
}

/// What a set of packets that start together takes.
public struct CollectiveResult: Sendable {
  public var packets = 0
  /// Cycle in which the last tail arrived.
  public var completionCycles = 0
  public var latencySum = 0
  public var maxLatency = 0
  public var flitTraversals = 0

  public var meanLatency: Double { packets == 0 ? 0 : Double(latencySum) / Double(packets) }
}

extension Collective {
  /// - Parameters:
  ///   - messageFlits: of each message, cut into packets of `packetFlits`.
  func run<Network: MeasuredNetwork & ~Copyable>(
    on network: inout Network, nodes: Int, root: Int, messageFlits: Int, packetFlits: Int,
    limit: Int = 100_000_000
  ) -> CollectiveResult {
    var result = CollectiveResult()
    for message in messages(nodes: nodes, root: root) {
      var rest = messageFlits
      while rest > 0 {
        let flits = min(rest, packetFlits)
        network.send(from: message.source, to: message.destination, flits: flits, tag: 0)
        result.packets += 1
        rest -= flits
      }
    }
    var arrived = 0
    while arrived < result.packets, network.cycle < limit {
      network.advance(to: network.cycle + 64)
      network.takeDelivered { packet in
        arrived += 1
        result.completionCycles = max(result.completionCycles, packet.tailArrived)
        result.maxLatency = max(result.maxLatency, packet.latency)
        result.latencySum += packet.latency
      }
    }
    result.flitTraversals = network.flitTraversals
    return result
  }

  public func run(
    flitLevel topology: NetworkTopology, _ router: RouterSpecification, root: Int, messageFlits: Int,
    packetFlits: Int, seed: UInt64 = 1
  ) -> CollectiveResult {
    var network = FlitNetwork(topology, router, seed: seed)
    return run(
      on: &network, nodes: topology.nodeCount, root: root, messageFlits: messageFlits,
      packetFlits: packetFlits)
  }
}

extension Collective {
  public func run(
    packetLevel topology: NetworkTopology, _ router: RouterSpecification, root: Int, messageFlits: Int,
    packetFlits: Int, seed: UInt64 = 1
  ) -> CollectiveResult {
    var network = PacketLevelNetwork(topology, router, seed: seed)
    return run(
      on: &network, nodes: topology.nodeCount, root: root, messageFlits: messageFlits,
      packetFlits: packetFlits)
  }
}
