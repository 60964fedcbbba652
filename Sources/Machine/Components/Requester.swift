import Chips
import EventSimulation
import Tensors

/// The part of a DMA engine (load, store or copy; the host's too) that sends requests, in the order of its commands.
///
/// Ports: a link into the network and one out of it, shared with the other engines of its core. Per clock cycle it
/// sends at most `requestsPerCycle` requests; at most `outstandingLimit` are under way. The set-up of the next
/// command overlaps with the sending of the current one, and sending goes on with the next command while answers of
/// earlier ones are under way. What stalls it: commands not ready, the limit, a memory channel without a free place.
struct Requester {
  enum Phase: UInt8 {
    case sending
    /// Works alone for some cycles (a copy within its core, the host's computation).
    case computing
    /// The host waits for the last of its inputs.
    case awaitingInputs
  }
  let outstandingLimit: Int
  let requestsPerCycle: Int
  let setupCycles: Int
  let endpoint: Int32
  /// Number of its clock: the core, or the number of cores for the host.
  let core: Int32

  /// The command whose requests are being sent, -1 for none.
  var command: Int32 = -1
  var phase = Phase.sending
  var inFlight = 0
  /// When the set-up of the current command is over.
  var sendFrom: UInt64 = 0
  /// The clock cycle of the last request and how many were sent in it.
  var cycle: UInt64 = .max
  var sentInCycle = 0
  /// Time of the earliest `serve` event that is scheduled.
  var wakeAt: UInt64 = .max
  var waitsForSlot = false
  var waitsForCredit = false
  /// The next engine in the line before the same memory channel, -1 at its end.
  var nextRefused: Int32 = -1

  /// The current transfer, and where its next request begins.
  var transfer: Int32 = 0
  var runs = StridedRuns(of: Box(shape: []), in: Box(shape: []), element: .int8)
  var base = 0
  var address = 0
  var bytesLeft = 0
  var isSharedBuffer = false
  var isWrite = false
}

extension Requester {
  /// One for each engine of a chip, by its number.
  static func requesters(of chip: Chip, layout: NetworkLayout) -> [Requester] {
    let engines = EngineTable(coreCount: chip.cores.count)
    return (0..<engines.count).map { engine in
      let core = engines.core(engine)
      let dma = core < chip.cores.count ? chip.cores[core].dma : chip.host.dma
      return Requester(
        outstandingLimit: dma.outstandingRequests, requestsPerCycle: dma.requestsPerCycle,
        setupCycles: dma.setupCycles,
        endpoint: Int32(core < chip.cores.count ? core : layout.hostEndpoint), core: Int32(core))
    }
  }
}
