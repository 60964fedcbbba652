import Chips

/// The links between routers, cores and memories at packet level.
///
/// A link carries `linkWidthBytes` per network cycle, in order of arrival; small packets share a cycle. The head of
/// a packet needs `hopLatencyCycles` from one router to the next and the tail follows without being stored (cut
/// through): a packet that finds a link busy waits at its router. Time on a link is counted in bytes (cycle times
/// width), so nothing is ever rounded.
///
/// Every endpoint (core, port of the DRAM or of the shared buffer, host) has a link into and one out of its router.
/// A crossbar is a network with a single router.
struct PacketNetwork: ~Copyable {
  private let layout: NetworkLayout
  let linkWidthBytes: Int
  /// log2 of the width; -1 when it is no power of two.
  private let linkShift: Int
  let headerBytes: Int
  let hopLatencyCycles: Int
  /// Byte from which a link is free again: network cycle times width, plus bytes within the cycle.
  private let freeFrom: FlatArray<Int>
  private let carriedBytes: FlatArray<Int>
  private let nextLink: FlatArray<Int32>
  private let linkTarget: FlatArray<Int32>
  private let firstRouterLink: Int
  private let endpointCount: Int
  private let routerCount: Int
  var isCrossbar: Bool { routerCount == 1 }
  private(set) var packets = 0
  private(set) var bytes = 0

  init(_ chip: Chip, layout: NetworkLayout) {
    linkWidthBytes = chip.network.linkWidthBytes
    linkShift = linkWidthBytes.nonzeroBitCount == 1 ? linkWidthBytes.trailingZeroBitCount : -1
    headerBytes = chip.network.headerBytes
    hopLatencyCycles = chip.network.hopLatencyCycles
    freeFrom = FlatArray(repeating: 0, count: layout.linkCount)
    carriedBytes = FlatArray(repeating: 0, count: layout.linkCount)
    nextLink = FlatArray(layout.nextLink)
    linkTarget = FlatArray(layout.linkTarget)
    firstRouterLink = layout.firstRouterLink
    endpointCount = layout.endpointCount
    routerCount = layout.routerCount
    self.layout = layout
  }

  /// A packet leaves its endpoint.
  /// - Returns: the cycle at which its head is at the endpoint's router.
  @inline(__always) mutating func inject(from endpoint: Int, payloadBytes: Int, at cycle: Int) -> Int {
    packets &+= 1
    bytes &+= payloadBytes
    return self.cycle(ofByte: cross(endpoint, bytes: headerBytes &+ payloadBytes, at: cycle))
      &+ hopLatencyCycles
  }

  /// The head of a packet is at a router that is not its last.
  /// - Returns: the next router and the cycle at which the head is there.
  @inline(__always) func forward(
    from router: Int, towards target: Int, payloadBytes: Int, at cycle: Int
  ) -> (router: Int, cycle: Int) {
    let link = Int(nextLink[router &* routerCount &+ target])
    let start = cross(link, bytes: headerBytes &+ payloadBytes, at: cycle)
    return (Int(linkTarget[link &- firstRouterLink]), self.cycle(ofByte: start) &+ hopLatencyCycles)
  }

  /// The head of a packet is at the last router.
  /// - Returns: the cycle at which its tail has arrived at the endpoint.
  @inline(__always) func eject(to endpoint: Int, payloadBytes: Int, at cycle: Int) -> Int {
    let size = headerBytes &+ payloadBytes
    let start = cross(endpointCount &+ endpoint, bytes: size, at: cycle)
    return self.cycle(ofByte: start &+ max(size, 1) &- 1) &+ hopLatencyCycles
  }

  /// The cycle in which a byte crosses its link. (A division takes as long as the rest of a hop.)
  @inline(__always) private func cycle(ofByte byte: Int) -> Int {
    linkShift >= 0 ? byte >> linkShift : byte / linkWidthBytes
  }

  /// - Returns: the byte at which the packet begins to cross.
  @inline(__always) private func cross(_ link: Int, bytes: Int, at cycle: Int) -> Int {
    let start = max(cycle &* linkWidthBytes, freeFrom[link])
    freeFrom[link] = start &+ bytes
    carriedBytes[link] &+= bytes
    return start
  }

  var record: NetworkRecord {
    let carried = carriedBytes.copied
    let flits = carried.map { ($0 + linkWidthBytes - 1) / linkWidthBytes }
    return NetworkRecord(
      packets: packets, bytes: bytes, flitHops: flits.reduce(0, +), linkBytes: carried.reduce(0, +),
      linkBusyCycles: flits, routerLinks: layout.routerLinks)
  }
}
