import Chips

/// Which endpoint hangs on which router, and the way between routers.
///
/// Endpoints are numbered: cores, ports of the shared buffer, ports of the DRAM, host. On a crossbar all share one
/// router; otherwise endpoint `i` has router `i`, row by row in a mesh or torus. The channels of the DRAM are spread
/// evenly over its ports (channel `c` of `n` on port `⌊c · ports / n⌋`), the banks of the shared buffer likewise.
///
/// Links are numbered: into the network by endpoint, out of it by endpoint, then between routers. Packets take the
/// columns first, then the rows (dimension order); on rings and tori the shorter way round, on a tie upwards.
struct NetworkLayout: Sendable {
  let coreCount: Int
  let endpointCount: Int
  let routerCount: Int
  let routerOfEndpoint: [Int32]
  let endpointOfChannel: [Int32]
  let endpointOfSharedBank: [Int32]
  /// Router at the far end, by link number minus `firstRouterLink`.
  let linkTarget: [Int32]
  /// Link to take at a router towards another: `[router * routerCount + target]`, -1 on the diagonal.
  let nextLink: [Int32]

  var firstRouterLink: Int { 2 * endpointCount }
  var linkCount: Int { firstRouterLink + linkTarget.count }
  var hostEndpoint: Int { endpointCount - 1 }

  /// Both ends of the links between routers, in the order of their numbers.
  var routerLinks: [RouterLink] {
    var links = linkTarget.map { RouterLink(from: -1, to: Int($0)) }
    for (pair, link) in nextLink.enumerated() where link >= 0 {
      links[Int(link) - firstRouterLink].from = pair / routerCount
    }
    return links
  }

  init(_ chip: Chip) {
    coreCount = chip.cores.count
    let sharedPorts = chip.sharedBuffer?.networkPorts ?? 0
    let dramPorts = chip.dram.networkPorts
    endpointCount = coreCount + sharedPorts + dramPorts + 1
    let grid = Grid(chip.network.topology, endpoints: endpointCount)
    let routers = grid.columns * grid.rows
    routerCount = routers
    routerOfEndpoint = (0..<endpointCount).map { Int32($0 % routers) }
    func spread(_ count: Int, over ports: Int, from first: Int) -> [Int32] {
      (0..<count).map { Int32(first + $0 * ports / count) }
    }
    endpointOfSharedBank = spread(chip.sharedBuffer?.banks ?? 0, over: sharedPorts, from: coreCount)
    endpointOfChannel = spread(chip.dram.channels, over: dramPorts, from: coreCount + sharedPorts)

    var targets: [Int32] = []
    var linkBetween: [SIMD2<Int32>: Int32] = [:]
    for router in 0..<routers {
      for neighbour in grid.neighbours(of: router) {
        linkBetween[SIMD2(Int32(router), Int32(neighbour))] = Int32(2 * endpointCount + targets.count)
        targets.append(Int32(neighbour))
      }
    }
    linkTarget = targets
    nextLink = (0..<routers * routers).map { pair in
      let (router, target) = (pair / routers, pair % routers)
      guard router != target else { return -1 }
      return linkBetween[SIMD2(Int32(router), Int32(grid.next(from: router, towards: target)))]!
    }
  }
}

/// Routers in columns and rows, the last connected with the first where the topology wraps.
private struct Grid {
  let columns: Int
  let rows: Int
  let wraps: Bool

  init(_ topology: Topology, endpoints: Int) {
    switch topology {
    case .crossbar: (columns, rows, wraps) = (1, 1, false)
    case .ring: (columns, rows, wraps) = (endpoints, 1, true)
    case .mesh(let columns, let rows): (self.columns, self.rows, wraps) = (columns, rows, false)
    case .torus(let columns, let rows): (self.columns, self.rows, wraps) = (columns, rows, true)
    }
  }

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

  func next(from router: Int, towards target: Int) -> Int {
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
