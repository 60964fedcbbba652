import Chips

/// Which endpoint hangs on which router, and the way between routers.
///
/// Endpoints are numbered: cores, DRAM channels, banks of the shared buffer, host. On a crossbar all share one
/// router. Otherwise core `i` sits at router `i` (row by row in a mesh or torus; round again when there are more
/// cores than routers), DRAM channels and shared banks are spread evenly (number `k` of `n` at router
/// `(2k + 1) · routers / 2n`), and the host sits at router 0.
///
/// Links are numbered: into the network by endpoint, out of it by endpoint, then between routers. Packets take the
/// columns first, then the rows (dimension order); on rings and tori the shorter way round, on a tie upwards.
struct NetworkLayout: Sendable {
  let coreCount: Int
  let channelCount: Int
  let sharedBankCount: Int
  let endpointCount: Int
  let routerCount: Int
  let routerOfEndpoint: [Int32]
  /// Router at the far end, by link number minus `firstRouterLink`.
  let linkTarget: [Int32]
  /// Link to take at a router towards another: `[router * routerCount + target]`, -1 on the diagonal.
  let nextLink: [Int32]

  var firstRouterLink: Int { 2 * endpointCount }
  var linkCount: Int { firstRouterLink + linkTarget.count }
  var hostEndpoint: Int { endpointCount - 1 }
  func endpoint(ofChannel channel: Int) -> Int { coreCount + channel }
  func endpoint(ofSharedBank bank: Int) -> Int { coreCount + channelCount + bank }

  init(_ chip: Chip) {
    let grid = Grid(chip.network.topology, cores: chip.cores.count)
    let routers = grid.columns * grid.rows
    coreCount = chip.cores.count
    channelCount = chip.dram.channels
    sharedBankCount = chip.sharedBuffer?.banks ?? 0
    endpointCount = coreCount + channelCount + sharedBankCount + 1
    routerCount = routers
    func spread(_ count: Int) -> [Int32] { (0..<count).map { Int32((2 * $0 + 1) * routers / (2 * count)) } }
    routerOfEndpoint =
      (0..<coreCount).map { Int32($0 % routers) } + spread(channelCount) + spread(sharedBankCount) + [0]

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

  init(_ topology: Topology, cores: Int) {
    switch topology {
    case .crossbar: (columns, rows, wraps) = (1, 1, false)
    case .ring: (columns, rows, wraps) = (max(cores, 1), 1, true)
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
