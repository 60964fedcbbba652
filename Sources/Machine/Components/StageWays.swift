import Network

/// Routers in stages: a butterfly or a fat tree. Packets end at routers of the last stage.
struct StageWays: NextRouter {
  private let wiring: Wiring
  private let arity: Int
  private let stages: Int
  private let goesUp: Bool
  /// Routers of a stage.
  private let width: Int

  /// - Precondition: the wiring of a butterfly or fat tree.
  init(_ wiring: Wiring) {
    self.wiring = wiring
    switch wiring.topology {
    case .butterfly(let arity, let stages): (self.arity, self.stages, goesUp) = (arity, stages, false)
    case .fatTree(let arity, let levels): (self.arity, stages, goesUp) = (arity, levels, true)
    case .crossbar, .grid: preconditionFailure("no stages")
    }
    width = wiring.routerCount / stages
  }

  var routerCount: Int { wiring.routerCount }

  func neighbours(of router: Int) -> [Int] {
    (0..<wiring.portsPerRouter).compactMap { neighbour(of: router, port: $0) }
      .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private func neighbour(of router: Int, port: Int) -> Int? {
    guard let input = wiring.target[router * wiring.portsPerRouter + port], input >= 0 else { return nil }
    return input / wiring.portsPerRouter
  }

  func next(from router: Int, towards target: Int) -> Int? {
    guard target / width == stages - 1 else { return nil }
    let place = target % width
    let stage = router / width
    guard goesUp else {
      return stage == stages - 1 ? nil : neighbour(of: router, port: digit(stages - 2 - stage, of: place))
    }
    // Router groups of this stage reach `below` routers of the last one, in order.
    let below = power(stages - 1 - stage)
    let first = router % width / below * below
    if place >= first && place < first + below {
      return neighbour(of: router, port: (place - first) / max(1, below / arity))
    }
    return neighbour(of: router, port: arity + digit(stages - 1 - stage, of: place))
  }

  private func power(_ exponent: Int) -> Int { (0..<exponent).reduce(1) { product, _ in product * arity } }

  private func digit(_ index: Int, of number: Int) -> Int { number / power(index) % arity }
}
