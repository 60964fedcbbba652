import EventSimulation

/// A network at packet level: one event for each packet and router, on the occupancy of links and channels.
///
/// A packet takes a link as a whole, in the order in which heads are ready for it, and its head runs ahead of its
/// tail (cut through). Of the router it keeps what costs time without contention — pipeline, latency of links, the
/// turn-around of a channel (the next packet is routed only after the tail has left) — and the order of packets in a
/// channel: a packet that waits for a busy link holds up those behind it. It leaves out finite buffers, and that two
/// packets on one link are in truth interleaved flit by flit.
///
/// **Its range**: packets of 1 to 4 flits at a steady load have a mean latency within 3 % of flit level (on meshes,
/// tori, rings, butterflies and fat trees) as long as no link is busy more than `greatestGoodLoad` of the time;
/// `overloadedLinks` says where a run has left that range. Beyond, latencies are mostly too low. Messages that leave
/// one after another (scatter, shift) on a mesh are exact if a packet has at least 4 flits and a buffer the 5 flits
/// of a credit's way; where all send to all at once, the end comes up to a third too early.
public struct PacketLevelNetwork: ~Copyable {
  /// Share of cycles a link may be busy for latencies to be within 3 % of flit level.
  public static let greatestGoodLoad = 0.2

  public let wiring: Wiring
  public let specification: RouterSpecification
  let routing: Routing
  let ports: Int
  let channels: Int
  /// Cycles from a head at the front of its channel to its winning the switch.
  let headCycles: Int
  /// Cycles from winning the switch to the next router, on a link between routers and to a node.
  let linkCycles: Int
  let nodeCycles: Int
  let entryCycles: Int

  /// Cycle from which an output port (behind those of routers: a node) is free.
  let freeFrom: FlatStorage<Int>
  /// Cycles an output port was busy.
  let busyCycles: FlatStorage<Int>
  /// Cycle from which an input port is free: the channels of a port share one way into the switch.
  let inputFreeFrom: FlatStorage<Int>
  let inputs: FlatStorage<PacketQueue>
  /// Cycle from which an output channel is free, and the channel of each output port taken last.
  let channelFreeFrom: FlatStorage<Int>
  let lastChannel: FlatStorage<Int32>
  var events: EventQueue<Int32>
  var packets = FlatList<PacketRecord>(capacity: 256)
  var ways = FlatList<PacketWay>(capacity: 256)
  var freePackets = FlatList<Int32>(capacity: 256)
  var arrivals: EventQueue<Int32>
  var delivered = FlatList<Int32>(capacity: 64)
  var random: RandomNumbers

  public internal(set) var cycle = 0
  public internal(set) var flitTraversals = 0
  public internal(set) var sentPackets = 0
  public internal(set) var deliveredPackets = 0
  public internal(set) var deliveredFlits = 0

  /// - Precondition: the specification is valid for the topology.
  public init(
    _ topology: NetworkTopology, _ specification: RouterSpecification = .init(), seed: UInt64 = 1
  ) {
    let wiring = Wiring(topology)
    let (portCount, channels) = (wiring.routerCount * wiring.portsPerRouter, specification.virtualChannels)
    self.wiring = wiring
    self.specification = specification
    self.channels = channels
    ports = wiring.portsPerRouter
    routing = Routing(RoutingFunction(for: topology), wiring, virtualChannels: channels)
    random = RandomNumbers(seed: seed)
    let pipeline = specification.pipeline
    let total = pipeline.latencyCycles
    headCycles = pipeline.routingCycles + (pipeline.isSpeculative ? 0 : pipeline.channelAllocationCycles)
    linkCycles = total - headCycles + specification.linkCycles
    nodeCycles = total - headCycles + specification.nodeLinkCycles
    entryCycles = specification.nodeLinkCycles + 1
    freeFrom = FlatStorage(repeating: 0, count: portCount + wiring.nodeCount)
    busyCycles = FlatStorage(repeating: 0, count: portCount + wiring.nodeCount)
    inputFreeFrom = FlatStorage(repeating: 0, count: portCount)
    inputs = FlatStorage(
      (0..<portCount * channels).map {
        PacketQueue(port: Int32($0 / channels), router: Int32($0 / channels / wiring.portsPerRouter))
      })
    channelFreeFrom = FlatStorage(repeating: 0, count: (portCount + wiring.nodeCount) * channels)
    lastChannel = FlatStorage(repeating: -1, count: portCount + wiring.nodeCount)
    events = EventQueue(fastestClockHertz: 1_000_000_000)
    arrivals = EventQueue(fastestClockHertz: 1_000_000_000)
  }

  /// Links, by output port, that were busy for more than `greatestGoodLoad` of the cycles so far.
  public var overloadedLinks: [(router: Int, port: Int, load: Double)] {
    guard cycle > 0 else { return [] }
    return (0..<wiring.routerCount * ports).compactMap { port in
      let load = Double(busyCycles[port]) / Double(cycle)
      return load > Self.greatestGoodLoad ? (port / ports, port % ports, load) : nil
    }
  }

  static func time(_ cycle: Int) -> SimulationTime { SimulationTime(femtoseconds: UInt64(cycle) * 1_000_000) }
}

/// The packets in a virtual channel of an input port, in order.
struct PacketQueue: BitwiseCopyable {
  var first: Int32 = -1
  var last: Int32 = -1
  let port: Int32
  let router: Int32
  /// Cycle from which the head of the next packet can be routed.
  var freeFrom = 0
}

/// Where a packet is.
struct PacketWay: BitwiseCopyable {
  /// The packet behind it in its channel.
  var next: Int32 = -1
  /// The channel it is in, and the cycle its head arrived there.
  var channel: Int32 = -1
  var headArrived = 0
}
