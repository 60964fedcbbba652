extension Routing {
  /// Stage `s` of a butterfly decides the digit `stages − 1 − s` of the destination; a crossbar is the case of one
  /// stage with a port for each node.
  ///
  /// Free of deadlock: links lead from each stage to the next and from the last to nodes, which always drain. A
  /// packet waits only for links of a later stage than those it holds.
  @inline(__always)
  func destinationTag(to node: Int, at router: Int) -> Route {
    if depth == 0 { return Route(port: node, channels: .all) }
    let stage = router / width
    return Route(port: node / powers[depth &- 1 &- stage] % arity, channels: .all)
  }
}
