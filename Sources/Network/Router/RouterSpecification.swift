import Documents

/// What the routers of a network have in common, and the links between them.
public struct RouterSpecification: Hashable, Sendable {
  public var pipeline = RouterPipeline()
  /// Virtual channels of each port.
  public var virtualChannels = 2
  /// Flits that the buffer of a virtual channel holds.
  public var bufferFlits = 8
  /// Cycles on a link between routers; credits take as many back.
  public var linkCycles = 1
  /// Cycles between a node and its router, either way.
  public var nodeLinkCycles = 1

  public init() {}

  public init(_ preset: RouterPipeline.Preset, virtualChannels: Int = 2, bufferFlits: Int = 8) {
    pipeline = RouterPipeline(preset)
    self.virtualChannels = virtualChannels
    self.bufferFlits = bufferFlits
  }

  /// - Throws: `InputError` with what is out of range.
  public func validate(for topology: NetworkTopology, at place: String = "") throws(InputError) {
    func check(_ value: Int, _ range: ClosedRange<Int>, _ name: String) throws(InputError) {
      guard range.contains(value) else {
        throw InputError(
          .usage, at: place, "\(name) is \(value)", remedy: "\(range.lowerBound) to \(range.upperBound)")
      }
    }
    try check(virtualChannels, 1...64, "the number of virtual channels")
    try check(bufferFlits, 1...4096, "the flits of a buffer")
    try check(linkCycles, 1...1000, "the latency of a link")
    try check(nodeLinkCycles, 1...1000, "the latency of a node's link")
    try check(pipeline.routingCycles, 0...100, "the routing delay")
    try check(pipeline.channelAllocationCycles, 1...100, "the delay of the channel allocator")
    try check(pipeline.switchAllocationCycles, 1...100, "the delay of the switch allocator")
    try check(pipeline.traversalCycles, 1...100, "the delay of the switch")
    try check(pipeline.internalSpeedup, 1...4, "the internal speed-up")
    try check(pipeline.creditProcessingCycles, 0...100, "the credit delay")
    if case .grid(_, wraps: true, _) = topology, virtualChannels < 2 {
      throw InputError(
        .usage, at: place, "\(topology) with one virtual channel would deadlock",
        remedy: "a ring or torus needs at least 2: one for each side of the date line")
    }
  }
}
