import Tensors

/// What a command asks of its engine.
enum CommandKind: UInt8, BitwiseCopyable {
  /// Requests to a memory behind the network, data coming back.
  case read
  /// Requests to a memory behind the network, data going out.
  case write
  /// Packets to another core's scratchpad.
  case push
  /// Cycles on the core's own memories: matrix and vector engines, and the copy engine within its core.
  case compute
  /// The host: read, compute, write.
  case host
}

/// A command as the run loop needs it: plain values, no references.
struct LoadedCommand: BitwiseCopyable {
  var kind = CommandKind.compute
  var engine: Int32 = 0
  var node: Int32 = 0
  /// Dependencies that have not completed.
  var pending: Int32 = 0
  var firstSuccessor: Int32 = 0
  var successorCount: Int32 = 0
  /// Into `LoadedProgram.transfers` (read, write, host) or `.computations` (compute).
  var detail: Int32 = 0
  /// Transfers of a host command: those that read come first.
  var readTransfers: Int32 = 0
  var transferCount: Int32 = 0
  /// Requests sent and not answered.
  var outstanding: Int32 = 0
  var allSent = false
  /// push: the other core and the bytes. host: the cycles of the computation, in `payload`.
  var target: Int32 = 0
  /// The tree by which its packets go on from core to core, -1 for none.
  var multicast: Int32 = -1
  var payload = 0
  /// When its last dependency completed.
  var readyAt: UInt64 = 0
}

/// The byte runs of a transfer in the memory behind the network.
struct LoadedTransfer {
  var runs: StridedRuns
  var address: Int
  var isSharedBuffer: Bool

  /// How many requests it takes: each run begins one, and a new one at every boundary of `requestBytes`.
  func requests(of requestBytes: Int) -> Int {
    var runs = runs
    var count = 0
    while let run = runs.next() {
      let first = (address + run.offset) / requestBytes
      count += (address + run.offset + run.bytes - 1) / requestBytes - first + 1
    }
    return count
  }
}

/// Cycles of a command on an engine of a core.
struct Computation: BitwiseCopyable, Hashable {
  var preloadCycles = 0
  var streamCycles = 0
  /// Of `streamCycles`, the last ones, under which the next command's preload may begin.
  var overlapCycles = 0
  var drainCycles = 0
  /// Probability, in 1 / 65536, that the slot a DMA beat takes in the scratchpad was wanted by this command.
  var conflictShare = 0
}

/// Totals of one node that are known before the run.
struct NodeTotals {
  var vectorOperations = 0
  var hostOperations = 0
  var copyBytes = 0
  /// Whole requests, as they move on the bus, and what of them was asked for.
  var dramReadBytes = 0
  var dramWriteBytes = 0
  var dramUsefulReadBytes = 0
  var dramUsefulWriteBytes = 0
  var sharedBufferBytes = 0
  var commands = 0
}
