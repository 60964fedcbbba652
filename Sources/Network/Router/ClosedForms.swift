/// What a network without contention must do, in closed form.
public struct ClosedForms: Sendable {
  public let router: RouterSpecification

  public init(_ router: RouterSpecification) { self.router = router }

  /// Creation to arrival of the tail of a lonely packet: the links of the two nodes, `hops` links between
  /// `hops + 1` routers, the flits, and what a flit waits for credits.
  public func latencyCycles(hops: Int, flits: Int) -> Int {
    2 * router.nodeLinkCycles + hops * router.linkCycles + (hops + 1) * router.pipeline.latencyCycles + flits
      + stallCycles(flits: flits)
  }

  /// Cycles from a flit's winning the switch until its credit can be used again, on the longer kind of link.
  public var creditCycles: Int {
    let pipeline = router.pipeline
    let toLink =
      pipeline.traversalCycles - (pipeline.internalSpeedup > 1 ? 1 : 0)
      + (pipeline.isSpeculative
        ? max(pipeline.channelAllocationCycles, pipeline.switchAllocationCycles)
        : pipeline.switchAllocationCycles) - 1
    return toLink + 2 * (max(router.linkCycles, router.nodeLinkCycles) + 1) + pipeline.creditProcessingCycles
  }

  /// A buffer shorter than the credits' way stalls a packet each time it is full; the stalls of several routers
  /// overlap.
  func stallCycles(flits: Int) -> Int {
    max(0, creditCycles - router.bufferFlits) * ((flits - 1) / router.bufferFlits)
  }

  /// Flits a cycle of one stream of packets: each packet blocks its channel for routing and channel allocation.
  /// For buffers of at least `creditCycles`.
  public func streamRate(packetFlits: Int) -> Double {
    let pipeline = router.pipeline
    let blocked = pipeline.routingCycles + (pipeline.isSpeculative ? 0 : pipeline.channelAllocationCycles)
    return min(1, Double(router.virtualChannels * packetFlits) / Double(packetFlits + blocked))
  }
}
