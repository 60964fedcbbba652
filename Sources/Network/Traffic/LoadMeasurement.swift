import EventSimulation

/// How finely a network is simulated.
public enum NetworkLevel: String, CaseIterable, Sendable {
  /// Cycle by cycle, flit by flit: exact.
  case flit
  /// An event for each packet and router: fast, and optimistic under heavy load.
  case packet
}

/// What a network does under a steady load.
public struct LoadPoint: Sendable {
  /// Flits created a node and cycle.
  public var offered: Double
  /// Creation to arrival of the tail, in cycles, of the packets created in the measured cycles.
  public var latency = Histogram()
  /// The same from the time the head left the source queue.
  public var networkLatency = RunningStatistics()
  /// Routers passed.
  public var routers = RunningStatistics()
  /// Flits that arrived a node and cycle in the measured cycles, averaged over all nodes.
  public var accepted = 0.0
  public var measuredCycles = 0
  /// Cycles simulated, with warm-up and drain.
  public var cycles = 0
  public var flitTraversals = 0
  public var cpuSeconds = 0.0
  /// Mean latency stayed below the limit: the network keeps up with the load.
  public var isStable = true
  /// Links loaded beyond the range that the level is good for (packet level).
  public var overloadedLinks = 0

  public var meanLatency: Double { latency.statistics.mean ?? .infinity }
}

/// A network, a pattern and packets of one size, to be measured at any load.
public struct LoadMeasurement: Sendable {
  public var topology: NetworkTopology
  public var router: RouterSpecification
  public var pattern: TrafficPattern
  public var packetFlits: Int
  public var warmUpCycles: Int
  public var measuredCycles: Int
  /// Mean latency from which the network counts as saturated.
  public var latencyLimit = 600.0
  public var seed: UInt64 = 1

  /// Cycles such that about as many packets are measured whatever the network and the size of packets.
  public init(
    _ topology: NetworkTopology, _ router: RouterSpecification, _ pattern: TrafficPattern, packetFlits: Int
  ) {
    self.topology = topology
    self.router = router
    self.pattern = pattern
    self.packetFlits = packetFlits
    let nodes = topology.nodeCount
    warmUpCycles = 3000
    measuredCycles = max(4000, 640_000 / max(nodes, 1))
  }

  /// - Parameter offered: flits a node and cycle; at most one packet a cycle is created at a node.
  public func run(offered: Double, level: NetworkLevel = .flit) -> LoadPoint {
    switch level {
    case .flit:
      var network = FlitNetwork(topology, router, seed: seed)
      return measure(offered: offered, &network)
    case .packet:
      var network = PacketLevelNetwork(topology, router, seed: seed)
      var point = measure(offered: offered, &network)
      point.overloadedLinks = network.overloadedLinks.count
      return point
    }
  }

  func measure<Network: MeasuredNetwork & ~Copyable>(offered: Double, _ network: inout Network) -> LoadPoint {
    let start = processorNanoseconds()
    var point = LoadPoint(offered: offered)
    var destinations = Destinations(pattern, on: topology)
    var random = SeededGenerator(trafficSeed: seed &+ 7)
    var source = BernoulliSource(
      nodes: destinations.senders, probability: min(1, offered / Double(packetFlits)), seed: seed)
    let end = warmUpCycles + measuredCycles
    var outstanding = 0
    var flitsBefore = 0
    /// Traffic goes on until the packets measured have arrived, or it is clear that they will not in time.
    let deadline = end + Int(latencyLimit) * 4 + measuredCycles
    while network.cycle < end || (outstanding > 0 && network.cycle < deadline) {
      let now = source.cycle
      for mark in [warmUpCycles, end] where network.cycle < mark && now >= mark {
        network.advance(to: mark)
        collect(&network, &point, &outstanding)
        if mark == warmUpCycles {
          flitsBefore = network.deliveredFlits
        } else {
          point.accepted =
            Double(network.deliveredFlits - flitsBefore) / Double(measuredCycles * topology.nodeCount)
        }
      }
      guard now < deadline else { break }
      network.advance(to: now)
      collect(&network, &point, &outstanding)
      repeat {
        let isMeasured = now >= warmUpCycles && now < end
        if isMeasured { outstanding += 1 }
        network.send(
          from: source.node, to: destinations.next(from: source.node, &random), flits: packetFlits,
          tag: isMeasured ? 1 : 0)
        source.advance()
      } while source.cycle == now
      if network.cycle >= end, outstanding > 0, point.latency.statistics.count > 0,
        point.meanLatency > latencyLimit
      {
        break
      }
    }
    point.measuredCycles = measuredCycles
    point.cycles = network.cycle
    point.flitTraversals = network.flitTraversals
    point.isStable = outstanding == 0 && point.meanLatency <= latencyLimit
    point.cpuSeconds = Double(processorNanoseconds() - start) / 1e9
    return point
  }

  private func collect<Network: MeasuredNetwork & ~Copyable>(
    _ network: inout Network, _ point: inout LoadPoint, _ outstanding: inout Int
  ) {
    network.takeDelivered { packet in
      guard packet.tag == 1 else { return }
      outstanding -= 1
      point.latency.add(UInt64(packet.latency))
      point.networkLatency.add(UInt64(packet.tailArrived - packet.injected))
      point.routers.add(UInt64(packet.routers))
    }
  }
}

/// What measuring needs of a network, at whatever level.
protocol MeasuredNetwork: ~Copyable {
  var cycle: Int { get }
  var deliveredFlits: Int { get }
  var flitTraversals: Int { get }
  mutating func advance(to limit: Int)
  @discardableResult
  mutating func send(from source: Int, to destination: Int, flits: Int, tag: Int) -> Int
  mutating func takeDelivered(_ body: (PacketRecord) -> Void)
}

extension FlitNetwork: MeasuredNetwork {}
