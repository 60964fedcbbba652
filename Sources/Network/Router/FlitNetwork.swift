/// A network at flit level: input-queued wormhole routers with virtual channels and credits, cycle by cycle.
///
/// One clocked component, not one event per flit: in each cycle only the routers with something to do are stepped,
/// and cycles in which nothing can happen are skipped.
///
/// **A router** has V virtual channels at each port, each with a buffer of B flits. A head is routed, then asks for
/// every free channel of its output (also full ones); a packet holds its channel until its tail has crossed the
/// switch. Channels with a flit, an output channel and a credit ask for the switch; each input puts forward one of
/// them for each output, round robin. Both allocators are iSLIP with one iteration: outputs grant the request nearest
/// to their pointer, inputs accept the grant nearest to theirs, and pointers move one beyond a match (McKeown, "The
/// iSLIP scheduling algorithm for input-queued switches", IEEE/ACM Trans. Networking 1999).
///
/// **Within a cycle**: flits arrive, credits arrive, heads are routed; both allocators look at the state so far;
/// then the winners move. A body flit may win the switch in the cycle it arrives. The next packet of the same
/// channel starts its routing the cycle after the tail has won.
///
/// **A node** sends its packets in order, one flit a cycle, each packet on the next channel that has a credit, and
/// takes one flit a cycle.
///
/// This is the router of BookSim 2 (Jiang et al., "A detailed and flexible cycle-accurate network-on-chip
/// simulator", ISPASS 2013) with its `iq` router and `islip` allocators; packets arrive in the same cycles.
public struct FlitNetwork: ~Copyable {
  public let wiring: Wiring
  public let specification: RouterSpecification
  let routing: Routing
  let ports: Int
  let channels: Int
  /// Flits a ring buffer has room for: a power of two.
  let bufferStride: Int
  let bufferMask: UInt16
  /// Words of a bit mask of a router's ports.
  let portWords: Int
  /// Cycles from the arrival of a head to its first request for a channel.
  let headCycles: Int
  /// Cycles from the step after winning the switch to the link, less one.
  let departureCycles: Int
  let isSpeculative: Bool
  /// Packets may draw lots for their way.
  let hasTies: Bool
  /// A number is drawn for each packet that comes to the front of its source queue.
  var drawsForPackets: Bool
  /// They do so one router ahead.
  let drawsAhead: Bool
  let speedup: Int
  let nodeCycles: Int

  let inputs: FlatStorage<InputChannel>
  let buffers: FlatStorage<Flit>
  let inputPorts: FlatStorage<InputPort>
  /// Cycle of the last credit sent from each input port, and of the last flit from each output port: with an
  /// internal speed-up they queue for the link.
  let lastCredit: FlatStorage<Int>
  let lastFlit: FlatStorage<Int>
  let outputPorts: FlatStorage<OutputPort>
  let outputs: FlatStorage<OutputChannel>
  let nodes: FlatStorage<NodeState>
  let entryChannel: FlatStorage<Int32>
  /// What the ports of each router have to do, `portWords` words a router.
  let portMasks: FlatStorage<PortMasks>
  let turnOrders: FlatStorage<TurnOrder>
  /// Routers with heads that draw lots, the first such head of each, and that behind a head; -1: none.
  let drawingRouters: FlatStorage<UInt64>
  let firstHeads: FlatStorage<Int32>
  let nextHeads: FlatStorage<Int32>
  let activeRouters: FlatStorage<UInt64>
  let activeNodes: FlatStorage<UInt64>

  var flights: TimeWheel<FlitInFlight>
  var credits: TimeWheel<Int32>
  /// Heads that are being routed, by the channel, at the cycle in which they ask for an output channel.
  var routed: TimeWheel<Int32>
  var packets = FlatList<PacketRecord>(capacity: 256)
  var freePackets = FlatList<Int32>(capacity: 256)
  var delivered = FlatList<Int32>(capacity: 64)
  /// Notes of one step of one router: channels that ask, and outputs asked for.
  var requesters: ScratchList<Int32>
  var touched: ScratchList<Int32>
  /// Heads that have left with their way on still open, in the order of drawing lots.
  var departing: ScratchList<DepartingHead>
  var random: LaggedFibonacci

  /// The cycle that the next step simulates.
  public internal(set) var cycle = 0
  /// Cycles that were stepped; the others were skipped because nothing could happen.
  public internal(set) var steppedCycles = 0
  /// Flits that crossed a router's switch.
  public internal(set) var flitTraversals = 0
  /// Packets and flits sent, and arrived.
  public internal(set) var sentPackets = 0
  public internal(set) var deliveredPackets = 0
  public internal(set) var sentFlits = 0
  public internal(set) var deliveredFlits = 0
  /// Flits that left the source queues.
  public internal(set) var injectedFlits = 0
  /// Flits that arrived in another order than sent: always 0.
  public internal(set) var misplacedFlits = 0

  /// - Parameters:
  ///   - function: how packets find their way (the topology's own).
  ///   - seed: of the choices a routing function leaves to chance.
  /// - Precondition: the specification is valid for the topology.
  public init(
    _ topology: NetworkTopology, _ specification: RouterSpecification = .init(),
    routing function: RoutingFunction? = nil, seed: UInt64 = 1
  ) {
    let wiring = Wiring(topology)
    let (portCount, channels) = (wiring.routerCount * wiring.portsPerRouter, specification.virtualChannels)
    self.wiring = wiring
    self.specification = specification
    self.channels = channels
    ports = wiring.portsPerRouter
    routing = Routing(function ?? RoutingFunction(for: topology), wiring, virtualChannels: channels)
    random = LaggedFibonacci(seed: seed)
    var stride = 1
    while stride < specification.bufferFlits { stride *= 2 }
    bufferStride = stride
    bufferMask = UInt16(stride - 1)
    portWords = (wiring.portsPerRouter + 63) / 64
    let pipeline = specification.pipeline
    isSpeculative = pipeline.isSpeculative
    hasTies = routing.hasTies
    drawsForPackets = hasTies
    drawsAhead = hasTies && pipeline.routingCycles == 0
    speedup = pipeline.internalSpeedup
    let (channelExtra, switchExtra) = (
      pipeline.channelAllocationCycles - 1, pipeline.switchAllocationCycles - 1
    )
    headCycles = pipeline.routingCycles + (isSpeculative ? 0 : channelExtra)
    departureCycles =
      pipeline.traversalCycles - 1 + (isSpeculative ? max(channelExtra, switchExtra) : switchExtra)
    nodeCycles = specification.nodeLinkCycles

    inputs = FlatStorage(
      (0..<portCount * channels).map { channel in
        let port = channel / channels
        return InputChannel(
          port: Int32(port), router: Int32(port / wiring.portsPerRouter),
          localPort: UInt16(port % wiring.portsPerRouter), channel: UInt8(channel % channels))
      })
    buffers = FlatStorage(
      repeating: Flit(packet: -1, place: 0, of: 1), count: portCount * channels * stride)
    inputPorts = FlatStorage(
      (0..<portCount).map { Self.inputPort($0, wiring, specification, portCount: portCount) })
    lastCredit = FlatStorage(repeating: -1, count: portCount)
    lastFlit = FlatStorage(repeating: -1, count: portCount)
    outputPorts = FlatStorage(
      (0..<portCount).map { Self.outputPort($0, wiring, specification) })
    outputs = FlatStorage(
      (0..<(portCount + wiring.nodeCount) * channels).map { channel in
        var output = OutputChannel(credits: Int32(specification.bufferFlits))
        let port = channel / channels
        if port >= portCount {
          output.node = Int32(port - portCount)
        } else if let target = wiring.target[port], target < 0 {
          output.node = Int32(~target)
        }
        return output
      })
    nodes = FlatStorage(repeating: NodeState(), count: wiring.nodeCount)
    entryChannel = FlatStorage(wiring.entry.map { Int32($0 * channels) })
    portMasks = FlatStorage(repeating: PortMasks(), count: wiring.routerCount * portWords)
    turnOrders = FlatStorage(repeating: TurnOrder(), count: hasTies ? portCount * channels : 0)
    drawingRouters = FlatStorage(repeating: 0, count: (wiring.routerCount + 63) / 64)
    firstHeads = FlatStorage(repeating: -1, count: hasTies ? wiring.routerCount : 0)
    nextHeads = FlatStorage(repeating: -1, count: hasTies ? portCount * channels : 0)
    activeRouters = FlatStorage(repeating: 0, count: (wiring.routerCount + 63) / 64)
    activeNodes = FlatStorage(repeating: 0, count: (wiring.nodeCount + 63) / 64)

    requesters = ScratchList(capacity: wiring.portsPerRouter * channels)
    touched = ScratchList(capacity: wiring.portsPerRouter)
    departing = ScratchList(capacity: max(wiring.portsPerRouter, wiring.nodeCount))

    let link = max(specification.linkCycles, nodeCycles) + 3
    // With an internal speed-up, flits and credits queue for the link, as many as there are credits.
    let queued = speedup > 1 ? channels * specification.bufferFlits : 0
    flights = TimeWheel(horizon: link + departureCycles + queued + 2)
    credits = TimeWheel(horizon: link + pipeline.creditProcessingCycles + queued + 2)
    routed = TimeWheel(horizon: headCycles + 3)
  }

  private static func inputPort(
    _ port: Int, _ wiring: Wiring, _ specification: RouterSpecification, portCount: Int
  ) -> InputPort {
    var input = InputPort()
    guard let source = wiring.source[port] else { return input }
    if source < 0 {
      input.creditBase = Int32((portCount + ~source) * specification.virtualChannels)
      input.creditCycles = Int32(specification.nodeLinkCycles + 1)
    } else {
      input.creditBase = Int32(source * specification.virtualChannels)
      input.creditCycles = Int32(
        specification.linkCycles + 1 + specification.pipeline.creditProcessingCycles)
    }
    return input
  }

  private static func outputPort(
    _ port: Int, _ wiring: Wiring, _ specification: RouterSpecification
  ) -> OutputPort {
    let channels = specification.virtualChannels
    var output = OutputPort(free: channels == 64 ? .max : (1 << UInt64(channels)) - 1)
    guard let target = wiring.target[port] else { return output }
    if target >= 0 { output.target = Int32(target * channels) }
    output.linkCycles = Int32(target >= 0 ? specification.linkCycles : specification.nodeLinkCycles)
    return output
  }
}
