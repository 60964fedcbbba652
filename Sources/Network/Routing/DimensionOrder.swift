extension Routing {
  /// One dimension after the other.
  ///
  /// Free of deadlock: number the links of dimension 0 upwards by place and those downwards against it, then those
  /// of dimension 1 behind all of dimension 0, and so on. Without wrap-around links a packet takes links in strictly
  /// growing order, ends on a link to a node, which always drains, and holds only links smaller than the one it
  /// waits for: there can be no cycle (Dally and Seitz, "Deadlock-free message routing in multiprocessor
  /// interconnection networks", IEEE Trans. Computers 1987).
  @inline(__always)
  func dimensionOrder(to node: Int, at router: Int) -> Route {
    let target = Int(nodeRouter[node])
    if target == router { return Route(port: Int(nodePort[node]), channels: .all) }
    var dimension = 0
    while true {
      let here = places[router &* dimensions &+ dimension]
      let there = places[target &* dimensions &+ dimension]
      if here != there {
        return Route(
          port: firstLinkPort &+ 2 &* dimension &+ (there > here ? 0 : 1), channels: .all)
      }
      dimension &+= 1
    }
  }
}
