/// How many cycles a router takes for what, and what it does in parallel.
///
/// A head is routed, allocated a virtual channel, allocated the switch, and crosses it; a body flit takes the last
/// two only. A lonely head needs `latencyCycles` from its arrival to the link.
public struct RouterPipeline: Hashable, Sendable {
  /// 0: the route was computed one router ahead.
  public var routingCycles = 1
  public var channelAllocationCycles = 1
  public var switchAllocationCycles = 1
  public var traversalCycles = 1
  /// A head asks for the switch while it asks for a virtual channel; if it gets only the switch, the slot is lost.
  public var isSpeculative = false
  /// Times that allocators and switch work in a cycle.
  public var internalSpeedup = 1
  /// Cycles before a credit that has arrived is used.
  public var creditProcessingCycles = 0

  public init() {}

  /// The pipelines with a name.
  public enum Preset: String, CaseIterable, Sendable {
    /// Four stages.
    case def4
    /// Look-ahead routing: three stages.
    case look3
    /// Look-ahead routing and speculative switch allocation: two stages.
    case fast2
    /// As `fast2` with allocators and switch at twice the rate: one cycle.
    case fast1
  }

  public init(_ preset: Preset) {
    if preset != .def4 { routingCycles = 0 }
    isSpeculative = preset == .fast2 || preset == .fast1
    internalSpeedup = preset == .fast1 ? 2 : 1
  }

  /// Cycles of a lonely head in the router.
  public var latencyCycles: Int {
    let allocation =
      isSpeculative
      ? max(channelAllocationCycles, switchAllocationCycles)
      : channelAllocationCycles + switchAllocationCycles
    let extra = routingCycles + allocation + traversalCycles
    return internalSpeedup == 1 ? extra : max(extra - 1, 1)
  }
}
