extension Routing {
  /// Up by any port, at random, until the destination is below; then down the only way there is.
  ///
  /// Free of deadlock: links up, ordered by height, come before links down, ordered by depth. A packet goes up, then
  /// down, never up again, so it takes links in strictly growing order; the last leads to a node, which always
  /// drains.
  @inline(__always)
  func nearestCommonAncestor(to node: Int, at router: Int, _ random: inout LaggedFibonacci) -> Route {
    let level = router / width
    let place = router % width
    let covered = powers[depth &- level]
    let first = place / powers[depth &- 1 &- level] &* covered
    if node >= first && node < first &+ covered {
      return Route(port: (node &- first) / (covered / arity), channels: .all)
    }
    return Route(port: arity &+ random.below(arity), channels: .all)
  }
}
