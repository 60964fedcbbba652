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
  /// Aligned bytes that one packet asks the DRAM for at most: a power of two.
  let dramPacketBytes: Int
  let endpoint: Int32
  /// Number of its clock: the core, or the number of cores for the host.
  let core: Int32

  /// The command whose requests are being sent, -1 for none.
  var command: Int32 = -1
  var phase = Phase.sending
  var inFlight = 0
  /// When the set-up of the current command is over.
  var sendFrom: UInt64 = 0
  /// The clock cycle of the last request, or the next one after many, and how many were sent in it.
  var cycle: UInt64 = 0
  var sentInCycle = 0
  /// Time of the earliest `serve` event that is scheduled.
  var wakeAt: UInt64 = .max
  var waitsForSlot = false
  var waitsForCredit = false
  /// Places it wants there.
  var placesWanted = 1
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
        dramPacketBytes: dramPacketBytes(outstandingLimit: dma.outstandingRequests, chip.dram),
        endpoint: Int32(core < chip.cores.count ? core : layout.hostEndpoint), core: Int32(core))
    }
  }

  /// A DMA asks for up to 8 requests at once as long as that leaves it 8 packets under way.
  ///
  /// One packet for a burst is what AXI's masters do (AMBA AXI, one address for up to 256 beats), and it is what the
  /// events of a run are counted in.
  static func dramPacketBytes(outstandingLimit: Int, _ dram: DRAM) -> Int {
    var requests = 8
    while requests > 1 && 8 * requests > outstandingLimit { requests /= 2 }
    return min(requests * dram.requestBytes, dram.interleaveBytes)
  }
}
