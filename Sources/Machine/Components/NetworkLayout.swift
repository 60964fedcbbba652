import Chips
import Network

/// Which endpoint hangs on which router, and the way between routers.
///
/// Endpoints are numbered: cores, ports of the shared buffer, ports of the DRAM, host; endpoint `i` is node `i` of the
/// topology, and a router has several where the topology has it so. The channels of the DRAM are spread evenly over its
/// ports (channel `c` of `n` on port `⌊c · ports / n⌋`), the banks of the shared buffer likewise.
///
/// Links are numbered: into the network by endpoint, out of it by endpoint, then between routers. On grids packets take
/// the columns first, then the rows (dimension order); on rings and tori the shorter way round, on a tie upwards. In a
/// butterfly there is one way; in a fat tree the digits of the destination's router name the ports up, so that
/// packets to different routers spread over the top.
struct NetworkLayout: Sendable {
  let coreCount: Int
  let endpointCount: Int
  let routerCount: Int
  /// Routers at which packets of an endpoint enter the network, and leave it to that endpoint.
  let entryRouter: [Int32]
  let exitRouter: [Int32]
  let endpointOfChannel: [Int32]
  let endpointOfSharedBank: [Int32]
  /// Router at the far end, by link number minus `firstRouterLink`.
  let linkTarget: [Int32]
  /// Link to take at a router towards another: `[router * routerCount + target]`, -1 on the diagonal and where no
  /// packet goes.
  let nextLink: [Int32]

  var firstRouterLink: Int { 2 * endpointCount }
  var linkCount: Int { firstRouterLink + linkTarget.count }
  var hostEndpoint: Int { endpointCount - 1 }

  /// Both ends of the links between routers, in the order of their numbers.
  let routerLinks: [RouterLink]

  init(_ chip: Chip) {
    coreCount = chip.cores.count
    let sharedPorts = chip.sharedBuffer?.networkPorts ?? 0
    let dramPorts = chip.dram.networkPorts
    let endpoints = coreCount + sharedPorts + dramPorts + 1
    endpointCount = endpoints
    let wiring = Wiring(NetworkTopology(chip.network.topology, endpoints: endpoints))
    precondition(endpoints <= wiring.nodeCount, "\(chip.name) has more endpoints than its network nodes")
    routerCount = wiring.routerCount
    entryRouter = (0..<endpoints).map { Int32(wiring.entry[$0] / wiring.portsPerRouter) }
    exitRouter = (0..<endpoints).map { Int32(wiring.exit[$0] / wiring.portsPerRouter) }
    func spread(_ count: Int, over ports: Int, from first: Int) -> [Int32] {
      (0..<count).map { Int32(first + $0 * ports / count) }
    }
    endpointOfSharedBank = spread(chip.sharedBuffer?.banks ?? 0, over: sharedPorts, from: coreCount)
    endpointOfChannel = spread(chip.dram.channels, over: dramPorts, from: coreCount + sharedPorts)
    let ways: RouterWays =
      switch wiring.topology {
      case .crossbar: RouterWays(GridWays(columns: 1, rows: 1, wraps: false))
      case .grid(let extents, let wraps, _):
        RouterWays(GridWays(columns: extents[0], rows: extents.count > 1 ? extents[1] : 1, wraps: wraps))
      case .butterfly, .fatTree: RouterWays(StageWays(wiring))
      }
    routerLinks = ways.links
    linkTarget = ways.links.map { Int32($0.to) }
    nextLink = ways.next.map { $0 < 0 ? -1 : Int32(2 * endpoints) + $0 }
  }
}

/// Where to go from a router on the way to another.
protocol NextRouter {
  var routerCount: Int { get }
  func neighbours(of router: Int) -> [Int]
  /// The neighbour on the way to a router; nil when no packet there goes by this router.
  func next(from router: Int, towards target: Int) -> Int?
}

/// The links of a topology, and which of them leads from each router towards each other.
struct RouterWays {
  private(set) var links: [RouterLink] = []
  /// `[router * routerCount + target]`: number of the link, or -1.
  let next: [Int32]

  init(_ topology: some NextRouter) {
    var linkBetween: [SIMD2<Int32>: Int32] = [:]
    let routers = topology.routerCount
    for router in 0..<routers {
      for neighbour in topology.neighbours(of: router) {
        linkBetween[SIMD2(Int32(router), Int32(neighbour))] = Int32(links.count)
        links.append(RouterLink(from: router, to: neighbour))
      }
    }
    next = (0..<routers * routers).map { pair in
      let (router, target) = (pair / routers, pair % routers)
      guard router != target, let neighbour = topology.next(from: router, towards: target) else { return -1 }
      return linkBetween[SIMD2(Int32(router), Int32(neighbour))] ?? -1
    }
  }
}

/// Routers in columns and rows, the last connected with the first where the topology wraps.
private struct GridWays: NextRouter {
  let columns: Int
  let rows: Int
  let wraps: Bool

  var routerCount: Int { columns * rows }

  func neighbours(of router: Int) -> [Int] {
    let (column, row) = (router % columns, router / columns)
    var result: [Int] = []
    for step in [1, -1] {
      if let next = moved(column, by: step, of: columns) { result.append(row * columns + next) }
    }
    for step in [1, -1] {
      if let next = moved(row, by: step, of: rows) { result.append(next * columns + column) }
    }
    return result.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  func next(from router: Int, towards target: Int) -> Int? {
    let (column, row) = (router % columns, router / columns)
    let (targetColumn, targetRow) = (target % columns, target / columns)
    if column != targetColumn {
      return row * columns + step(from: column, to: targetColumn, of: columns)
    }
    return step(from: row, to: targetRow, of: rows) * columns + column
  }

  private func step(from place: Int, to target: Int, of count: Int) -> Int {
    guard wraps else { return place + (target > place ? 1 : -1) }
    let upwards = (target - place + count) % count
    return (place + (2 * upwards <= count ? 1 : count - 1)) % count
  }

  private func moved(_ place: Int, by step: Int, of count: Int) -> Int? {
    let next = place + step
    if (0..<count).contains(next) { return next }
    return wraps && count > 1 ? (next + count) % count : nil
  }
}
