/// A network at packet level: one event for each packet and router, as long as nothing stands in its way.
///
/// Routers and buffers are those of flit level, but a packet crosses a switch as a whole, or by `chunkFlits` at a time
/// where it is longer: the next asks when the link is free again. So a channel holds as many flits as its buffer has
/// room for, a packet waits for credits and may lie in several routers at once, it holds up those behind it, and a
/// channel takes the next packet only after the tail has left. What it leaves out: packets on one link are interleaved
/// by chunks instead of flits, and requests are served in the order in which they come instead of by matching inputs
/// and outputs round robin.
///
/// **Its range**: packets of 1 to 4 flits at a steady load have a mean latency within 3 % of flit level as long as no
/// link is busy more than `greatestGoodLoad` of the time (4 % with speculative routers on butterflies and fat trees):
/// up to 30 % of the load of saturation on every topology, and half of it on most. `overloadedLinks` says where a run
/// has left that range. Messages that leave one after another (scatter, shift) on a mesh are exact if a buffer has
/// room for the flits of a credit's way, else within 3 %. Where all send to all at once, the end is off by 5 % in the
/// mean and up to 18 % either way, up to 22 % with speculative routers.
public struct PacketLevelNetwork: ~Copyable {
  /// Share of cycles a link may be busy for latencies to be within 3 % of flit level.
  public static let greatestGoodLoad = 0.25
  /// Flits that cross a switch at once at most. Where a router takes fewer cycles, a packet's waiting for all flits of
  /// another is a greater part of its latency.
  static func longestChunk(_ pipeline: RouterPipeline) -> Int { pipeline.isSpeculative ? 2 : 4 }

  public let wiring: Wiring
  public let specification: RouterSpecification
  let routing: Routing
  let ports: Int
  let channels: Int
  let bufferFlits: Int
  let chunkFlits: Int
  /// Cycles from a head at the front of its channel to its request for the switch.
  let headCycles: Int
  /// Cycles after the tail's winning the switch in which another head may use its output channel.
  let releaseCycles: Int
  /// Cycles from a node's sending to the arrival at its router.
  let entryCycles: Int

  let inputs: FlatStorage<PacketQueue>
  /// Of the routers, and behind them of the nodes.
  let outputs: FlatStorage<PacketPort>
  let outputChannels: FlatStorage<PacketChannel>
  /// Cycles from which the credits of an output channel can be used: a ring of `bufferFlits` for each.
  let creditTimes: FlatStorage<Int>
  /// Cycle from which an input port is free: the channels of a port share one way into the switch.
  let inputFreeFrom: FlatStorage<Int>
  let nodes: FlatStorage<PacketSource>
  var entries = FlatList<PacketEntry>(capacity: 256)
  var freeEntries = FlatList<Int32>(capacity: 256)
  var packets = FlatList<PacketRecord>(capacity: 256)
  var freePackets = FlatList<Int32>(capacity: 256)
  /// What happens in which cycle: an entry's turn or, as `~`, that of an output port or node.
  var events: TimeWheel<Int32>
  var arrivals: TimeWheel<Int32>
  var delivered = FlatList<Int32>(capacity: 64)
  var random: LaggedFibonacci

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
    bufferFlits = specification.bufferFlits
    chunkFlits = max(1, min(Self.longestChunk(specification.pipeline), specification.bufferFlits / 2))
    routing = Routing(RoutingFunction(for: topology), wiring, virtualChannels: channels)
    random = LaggedFibonacci(seed: seed)
    let pipeline = specification.pipeline
    headCycles = pipeline.routingCycles + (pipeline.isSpeculative ? 0 : pipeline.channelAllocationCycles)
    releaseCycles = pipeline.isSpeculative ? 0 : pipeline.channelAllocationCycles
    entryCycles = specification.nodeLinkCycles + 1
    let switchCycles = pipeline.latencyCycles - headCycles
    inputs = FlatStorage(
      (0..<portCount * channels).map {
        Self.queue($0, wiring, specification, portCount: portCount)
      })
    outputs = FlatStorage(
      (0..<portCount + wiring.nodeCount).map { port in
        guard port < portCount, let target = wiring.target[port] else { return PacketPort() }
        return PacketPort(
          target: target >= 0 ? Int32(target * channels) : -1,
          flightCycles: Int32(
            switchCycles + (target >= 0 ? specification.linkCycles : specification.nodeLinkCycles)))
      })
    let channelCount = (portCount + wiring.nodeCount) * channels
    outputChannels = FlatStorage(
      repeating: PacketChannel(credits: Int32(specification.bufferFlits)), count: channelCount)
    creditTimes = FlatStorage(repeating: 0, count: channelCount * specification.bufferFlits)
    inputFreeFrom = FlatStorage(repeating: 0, count: portCount)
    nodes = FlatStorage(repeating: PacketSource(), count: wiring.nodeCount)
    let link = max(specification.linkCycles, specification.nodeLinkCycles)
    let horizon =
      pipeline.latencyCycles + 2 * link + pipeline.creditProcessingCycles + 2 * specification.bufferFlits + 16
    events = TimeWheel(horizon: horizon)
    arrivals = TimeWheel(horizon: horizon)
  }

  private static func queue(
    _ channel: Int, _ wiring: Wiring, _ specification: RouterSpecification, portCount: Int
  ) -> PacketQueue {
    let (port, channels) = (channel / specification.virtualChannels, specification.virtualChannels)
    var queue = PacketQueue(port: Int32(port), router: Int32(port / wiring.portsPerRouter))
    guard let source = wiring.source[port] else { return queue }
    queue.creditChannel = Int32((source < 0 ? portCount + ~source : source) * channels + channel % channels)
    queue.creditCycles = Int32(
      source < 0
        ? specification.nodeLinkCycles + 1
        : specification.linkCycles + 1 + specification.pipeline.creditProcessingCycles)
    return queue
  }

  /// Links, by output port, that were busy for more than `greatestGoodLoad` of the cycles so far.
  public var overloadedLinks: [(router: Int, port: Int, load: Double)] {
    guard cycle > 0 else { return [] }
    return (0..<wiring.routerCount * ports).compactMap { port in
      let load = Double(outputs[port].busyCycles) / Double(cycle)
      return load > Self.greatestGoodLoad ? (port / ports, port % ports, load) : nil
    }
  }

  /// Simulates up to a cycle, without that cycle.
  public mutating func advance(to limit: Int) {
    while cycle < limit {
      guard events.count + arrivals.count > 0 else {
        cycle = limit
        return
      }
      for event in events.take(cycle) {
        if event >= 0 {
          turn(of: event)
        } else if ~event < inputFreeFrom.count {
          serve(Int(~event))
        } else {
          send(from: Int(~event) &- inputFreeFrom.count)
        }
      }
      for slot in arrivals.take(cycle) {
        deliveredPackets &+= 1
        deliveredFlits &+= Int(packets[Int(slot)].flits)
        delivered.append(slot)
      }
      cycle &+= 1
    }
  }

  public var isIdle: Bool { deliveredPackets == sentPackets }

  /// Simulates up to the cycle after the next arrival; at once when nothing is on its way.
  public mutating func advanceToArrival() {
    while !isIdle && delivered.count == 0 { advance(to: cycle + 1) }
  }

  /// Hands over the packets that have arrived since the last call.
  @inline(__always)
  public mutating func takeDelivered(_ body: (PacketRecord) -> Void) {
    for index in 0..<delivered.count {
      let slot = delivered[index]
      body(packets[Int(slot)])
      freePackets.append(slot)
    }
    delivered.removeAll()
  }
}

extension PacketLevelNetwork: MeasuredNetwork {}
