import Chips

/// The links between routers, cores and memories at packet level.
///
/// A link carries one packet at a time, for `ceil((header + payload) / link width)` network cycles. The head of a
/// packet needs `hopLatencyCycles` from one router to the next and the tail follows without being stored (cut
/// through): a packet that finds a link busy waits at its router, in order of arrival. All state is in network
/// cycles, so nothing is ever rounded.
///
/// Every endpoint (core, DRAM channel, bank of the shared buffer, host) has a link into and one out of its router.
/// A crossbar is a network with a single router.
struct PacketNetwork: ~Copyable {
  let layout: NetworkLayout
  let linkWidthBytes: Int
  let headerBytes: Int
  let hopLatencyCycles: Int
  /// Network cycle from which a link is free again.
  private let freeFrom: FlatArray<Int>
  private let busyCycles: FlatArray<Int>
  private let nextLink: FlatArray<Int32>
  private(set) var packets = 0
  private(set) var bytes = 0

  init(_ chip: Chip, layout: NetworkLayout) {
    self.layout = layout
    linkWidthBytes = chip.network.linkWidthBytes
    headerBytes = chip.network.headerBytes
    hopLatencyCycles = chip.network.hopLatencyCycles
    freeFrom = FlatArray(repeating: 0, count: layout.linkCount)
    busyCycles = FlatArray(repeating: 0, count: layout.linkCount)
    nextLink = FlatArray(layout.nextLink)
  }

  /// Link-width units of a packet.
  @inline(__always) func flits(payloadBytes: Int) -> Int {
    max(1, (headerBytes &+ payloadBytes &+ linkWidthBytes &- 1) / linkWidthBytes)
  }

  /// A packet leaves its endpoint.
  /// - Returns: the cycle at which its head is at the endpoint's router.
  @inline(__always) mutating func inject(
    from endpoint: Int, flits: Int, payloadBytes: Int, at cycle: Int
  ) -> Int {
    packets &+= 1
    bytes &+= payloadBytes
    return cross(endpoint, flits: flits, at: cycle)
  }

  /// The head of a packet is at a router that is not its last.
  /// - Returns: the next router and the cycle at which the head is there.
  @inline(__always) func forward(
    from router: Int, towards target: Int, flits: Int, at cycle: Int
  ) -> (router: Int, cycle: Int) {
    let link = Int(nextLink[router &* layout.routerCount &+ target])
    return (Int(layout.linkTarget[link &- layout.firstRouterLink]), cross(link, flits: flits, at: cycle))
  }

  /// The head of a packet is at the last router.
  /// - Returns: the cycle at which its tail has arrived at the endpoint.
  @inline(__always) func eject(to endpoint: Int, flits: Int, at cycle: Int) -> Int {
    cross(layout.endpointCount &+ endpoint, flits: flits, at: cycle) &+ flits &- 1
  }

  @inline(__always) private func cross(_ link: Int, flits: Int, at cycle: Int) -> Int {
    let start = max(cycle, freeFrom[link])
    freeFrom[link] = start &+ flits
    busyCycles[link] &+= flits
    return start &+ hopLatencyCycles
  }

  var record: NetworkRecord {
    let busy = busyCycles.copied
    return NetworkRecord(packets: packets, bytes: bytes, flitHops: busy.reduce(0, +), linkBusyCycles: busy)
  }
}
