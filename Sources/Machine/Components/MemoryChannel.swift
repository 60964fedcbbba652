import Chips
import EventSimulation

/// A DRAM channel at `bandwidth` level, or a bank of the shared buffer: a queue in order of arrival, one request at
/// a time, at an exact rate.
///
/// A request occupies the channel for `request bytes / bandwidth` (a partial request too: DRAM moves whole bursts).
/// The time is a rational number of femtoseconds; its remainder is carried from request to request, so a busy
/// channel does not drift. Read data leave `latency` after that; a write is acknowledged as soon as it is taken.
///
/// A request holds a place in the queue from the moment its engine sends it. When all places are taken the channel
/// refuses, and the engine waits for a credit: see `Simulation+Credits`.
struct MemoryChannel: BitwiseCopyable {
  /// Places in the queue of a channel. Enough to cover the way there and back at full rate for the networks we
  /// describe; more would only move the waiting from the engines to the channel.
  static let queueEntries: UInt64 = 64

  /// Femtoseconds of one request: `serviceQuotient + serviceRemainder / serviceDivisor`.
  let serviceQuotient: UInt64
  let serviceRemainder: UInt64
  let serviceDivisor: UInt64
  let latency: UInt64
  let endpoint: Int32
  /// Whether its port is its own, so that answers reach the port in the order in which they are ready.
  let ownsPort: Bool
  private(set) var freeFrom: UInt64 = 0
  private var carried: UInt64 = 0
  /// When each of the latest requests is served, by its number modulo the places.
  private var servedAt = InlineArray<64, UInt64>(repeating: 0)
  /// Requests on their way from an engine.
  var approaching: UInt64 = 0
  /// First and last engine that was refused, -1 for none.
  var firstRefused: Int32 = -1
  var lastRefused: Int32 = -1
  var creditScheduled = false
  private(set) var reads = 0
  private(set) var writes = 0
  let requestBytes: Int
  /// What was asked for; the channel moves whole requests.
  private(set) var usefulReadBytes = 0
  private(set) var usefulWrittenBytes = 0

  /// - Parameters:
  ///   - requestBytes, bytesPerSecond: service time is `requestBytes / bytesPerSecond` seconds.
  init(
    requestBytes: Int, bytesPerSecond: (numerator: Int, denominator: Int), latency: UInt64, endpoint: Int,
    ownsPort: Bool
  ) {
    let product = UInt64(requestBytes * bytesPerSecond.denominator)
      .multipliedFullWidth(by: ClockDomain.femtosecondsPerSecond)
    let divisor = UInt64(bytesPerSecond.numerator)
    (serviceQuotient, serviceRemainder) = divisor.dividingFullWidth(product)
    serviceDivisor = divisor
    self.requestBytes = requestBytes
    self.latency = latency
    self.endpoint = Int32(endpoint)
    self.ownsPort = ownsPort
  }

  var readBytes: Int { reads * requestBytes }
  var writtenBytes: Int { writes * requestBytes }

  /// Takes a request that arrives at `time`.
  /// - Returns: the time at which its answer is ready.
  @inline(__always) mutating func serve(bytes: Int, isWrite: Bool, at time: UInt64) -> UInt64 {
    approaching &-= 1
    if time > freeFrom {
      freeFrom = time
      carried = 0
    }
    freeFrom &+= serviceQuotient
    carried &+= serviceRemainder
    if carried >= serviceDivisor {
      carried &-= serviceDivisor
      freeFrom &+= 1
    }
    servedAt[(reads &+ writes) & Int(Self.queueEntries &- 1)] = freeFrom
    if isWrite {
      writes &+= 1
      usefulWrittenBytes &+= bytes
      return freeFrom
    }
    reads &+= 1
    usefulReadBytes &+= bytes
    return freeFrom &+ latency
  }

  /// Counts a request that somebody else serves.
  @inline(__always) mutating func count(bytes: Int, isWrite: Bool) {
    if isWrite {
      writes &+= 1
      usefulWrittenBytes &+= bytes
    } else {
      reads &+= 1
      usefulReadBytes &+= bytes
    }
  }

  /// Whether a place in the queue is free.
  @inline(__always) func accepts(at time: UInt64) -> Bool {
    approaching < Self.queueEntries && placeFreeFrom <= time
  }

  /// When a place will be free if nothing else arrives; nil while all places belong to requests on their way.
  func nextCredit(after time: UInt64) -> UInt64? {
    approaching < Self.queueEntries ? max(time, placeFreeFrom) : nil
  }

  /// With `n` requests on their way, all but the latest `queueEntries - n` requests taken must have been served.
  /// Counting requests, not time until the channel is free, matters where links are slower than the channel: then it
  /// idles between requests that are still on the last link.
  @inline(__always) private var placeFreeFrom: UInt64 {
    let index = reads &+ writes &- Int(Self.queueEntries &- approaching)
    return index < 0 ? 0 : servedAt[index & Int(Self.queueEntries &- 1)]
  }
}

extension MemoryChannel {
  /// The channels of the DRAM, then the banks of the shared buffer.
  static func channels(of chip: Chip, layout: NetworkLayout) -> [MemoryChannel] {
    let dram = (0..<chip.dram.channels).map {
      MemoryChannel(
        requestBytes: chip.dram.requestBytes,
        bytesPerSecond: (chip.dram.bandwidthBytesPerSecond, chip.dram.channels),
        latency: UInt64((chip.dram.latencyNanoseconds * 1e6).rounded()),
        endpoint: Int(layout.endpointOfChannel[$0]),
        ownsPort: chip.dram.networkPorts == chip.dram.channels)
    }
    guard let buffer = chip.sharedBuffer else { return dram }
    let clock = ClockDomain(hertz: buffer.clockHertz)
    return dram
      + (0..<buffer.banks).map {
        MemoryChannel(
          requestBytes: chip.dram.requestBytes,
          bytesPerSecond: (buffer.bytesPerCyclePerBank * buffer.clockHertz, 1),
          latency: clock.time(ofCycle: UInt64(buffer.latencyCycles)).femtoseconds,
          endpoint: Int(layout.endpointOfSharedBank[$0]),
          ownsPort: buffer.networkPorts == buffer.banks)
      }
  }
}
