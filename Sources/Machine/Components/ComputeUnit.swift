/// A matrix or vector engine: a pipeline that takes commands in order.
///
/// A command preloads (stationary operands), streams, and drains. Its stream begins when its preload is over and the
/// stream before it has ended; its preload may begin under the last array tile of the command before it when there
/// is a shadow register; it drains under the next stream. Results complete in order.
struct ComputeUnit: BitwiseCopyable {
  let core: Int32
  /// The command that streams or will stream next, and the one whose preload runs under it; -1 for none.
  var current: Int32 = -1
  var preloading: Int32 = -1
  /// Cycle at which the preload of `preloading` is over.
  var preloadEnd: UInt64 = 0
  var streamEnd: UInt64 = 0
  /// Cycle from which the next command may be taken.
  var acceptFrom: UInt64 = 0
  /// Time of the `accept` event that is scheduled.
  var acceptEventAt: UInt64 = .max
  /// Cycle of the last completion so far.
  var lastCompletion: UInt64 = 0
  /// Commands that have streamed and not completed.
  var draining = 0
  /// Cycle up to which its work was charged to operators.
  var chargedUntil: UInt64 = 0
  /// Cycle at which `current` was taken.
  var takenAt: UInt64 = 0
  var preloadingTakenAt: UInt64 = 0
  /// DMA beats in the scratchpad when `current` began, and the cycles they have cost it so far.
  var beatsBefore = 0
  var conflictCycles = 0

  init(core: Int) { self.core = Int32(core) }
}
