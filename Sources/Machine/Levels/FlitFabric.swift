import Chips
import Network

/// The network at `flit` level: routers with virtual channels and credits (see `FlitNetwork`), node `i` of the topology
/// for endpoint `i`. A packet has as many flits as its head and payload fill links, at least one.
///
/// One clocked component: it is stepped in cycles in which something may move, and sleeps otherwise.
struct FlitFabric: ~Copyable {
  private var network: FlitNetwork
  private let linkWidthBytes: Int
  let headerBytes: Int
  private let endpointCount: Int
  /// By endpoint: flits sent into the network.
  private let entered: FlatArray<Int>
  private(set) var packets = 0
  private(set) var bytes = 0
  private(set) var linkBytes = 0
  private var latency = LatencyHistogram()
  /// Cycle for which there is an event, `Int.max` for none.
  private(set) var wake = Int.max

  /// - Throws: `InputError` for routers that cannot be built.
  init(_ chip: Chip, layout: NetworkLayout) throws {
    let topology = NetworkTopology(chip.network.topology, endpoints: layout.endpointCount)
    let routers = RouterSpecification(chip.network)
    try routers.check(topology, of: chip.name)
    network = FlitNetwork(topology, routers)
    linkWidthBytes = chip.network.linkWidthBytes
    headerBytes = chip.network.headerBytes
    endpointCount = layout.endpointCount
    entered = FlatArray(repeating: 0, count: layout.endpointCount)
  }

  /// A packet enters its endpoint's queue, in the first cycle not before `cycle` that was not played yet.
  /// - Returns: the cycle for which the network needs an event; nil when it has one in time.
  @inline(__always) mutating func send(
    from endpoint: Int, to target: Int, payloadBytes: Int, tag: Int32, at cycle: Int
  ) -> Int? {
    if network.cycle < cycle { network.advance(to: cycle) }
    let flits = max(1, (headerBytes &+ payloadBytes &+ linkWidthBytes &- 1) / linkWidthBytes)
    network.send(from: endpoint, to: target, flits: flits, tag: Int(tag))
    packets &+= 1
    bytes &+= payloadBytes
    entered[endpoint] &+= flits
    guard wake > network.cycle else { return nil }
    wake = network.cycle
    return wake
  }

  /// Plays a cycle; the arrivals stand until `finishStep`.
  @inline(__always) mutating func step(at cycle: Int) {
    if network.cycle < cycle { network.advance(to: cycle) }
    network.step()
  }

  var arrivalCount: Int { network.arrivalCount }

  /// - Returns: the request that a packet belongs to, and the links it has crossed.
  @inline(__always) mutating func arrival(_ index: Int) -> (request: Int32, links: Int) {
    let packet = network.arrival(index)
    latency.note(packet.latency)
    return (Int32(packet.tag), Int(packet.routers) &+ 1)
  }

  @inline(__always) mutating func countLinks(_ links: Int, payloadBytes: Int) {
    linkBytes &+= links &* (headerBytes &+ payloadBytes)
  }

  /// - Returns: the cycle for the next event, nil to sleep.
  @inline(__always) mutating func finishStep() -> Int? {
    if network.arrivalCount > 0 { network.clearArrivals() }
    let next = network.nextActiveCycle
    wake = next ?? Int.max
    return next
  }

  /// The circle of waiting routers, when no flit can ever move again.
  mutating func deadlock() -> Deadlock? {
    do {
      try network.advanceWatched(to: network.cycle)
      return nil
    } catch {
      return error
    }
  }
}

extension FlitFabric {
  var record: NetworkRecord {
    let wiring = network.wiring
    let exits = (0..<endpointCount).map { network.flits(through: wiring.exit[$0]) }
    var links: [RouterLink] = []
    var between: [Int] = []
    for (output, target) in wiring.target.enumerated() {
      guard let target, target >= 0 else { continue }
      let link = RouterLink(from: output / wiring.portsPerRouter, to: target / wiring.portsPerRouter)
      guard link.from != link.to else { continue }
      links.append(link)
      between.append(network.flits(through: output))
    }
    let busy = entered.copied + exits + between
    return NetworkRecord(
      packets: packets, bytes: bytes, flitHops: busy.reduce(0, +), linkBytes: linkBytes, linkBusyCycles: busy,
      routerLinks: links, latency: latency.record)
  }
}
