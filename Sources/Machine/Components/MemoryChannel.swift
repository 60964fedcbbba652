import Chips
import EventSimulation

/// A DRAM channel at `bandwidth` level, or a bank of the shared buffer: a queue in order of arrival, one request at
/// a time, at an exact rate.
///
/// A request occupies the channel for `request bytes / bandwidth` (a partial request too: DRAM moves whole bursts).
/// The time is a rational number of femtoseconds; its remainder is carried from request to request, so a busy
/// channel does not drift. Read data leave `latency` after that; a write is acknowledged as soon as it is taken.
///
/// Requests of one DMA that follow one another in the same block of the channel come as one packet (see
/// `Requester.dramPacketBytes`) and are answered by one, when the last of them is served.
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
  /// When each of the latest requests is served, by its number modulo the places. Its owner is the simulation: a
  /// channel of many words would be copied to read one of them.
  private let servedAt: UnsafeMutablePointer<UInt64>
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
    ownsPort: Bool, servedAt: UnsafeMutablePointer<UInt64>
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
    self.servedAt = servedAt
  }

  var readBytes: Int { reads * requestBytes }
  var writtenBytes: Int { writes * requestBytes }

  /// Takes a packet of requests that arrives at `time`.
  /// - Parameter bytes: what is asked for.
  /// - Returns: the time at which their answer is ready.
  @inline(__always) mutating func serve(
    requests: Int, bytes: Int, isWrite: Bool, at time: UInt64
  ) -> UInt64 {
    approaching &-= UInt64(requests)
    if time > freeFrom {
      freeFrom = time
      carried = 0
    }
    let first = reads &+ writes
    for number in first..<first &+ requests {
      freeFrom &+= serviceQuotient
      carried &+= serviceRemainder
      if carried >= serviceDivisor {
        carried &-= serviceDivisor
        freeFrom &+= 1
      }
      servedAt[number & Int(Self.queueEntries &- 1)] = freeFrom
    }
    if isWrite {
      writes &+= requests
      usefulWrittenBytes &+= bytes
      return freeFrom
    }
    reads &+= requests
    usefulReadBytes &+= bytes
    return freeFrom &+ latency
  }

  /// Counts requests that somebody else serves.
  @inline(__always) mutating func count(requests: Int, bytes: Int, isWrite: Bool) {
    if isWrite {
      writes &+= requests
      usefulWrittenBytes &+= bytes
    } else {
      reads &+= requests
      usefulReadBytes &+= bytes
    }
  }

  /// Whether there are free places in the queue for so many requests.
  @inline(__always) func accepts(_ requests: Int, at time: UInt64) -> Bool {
    approaching &+ UInt64(requests) <= Self.queueEntries && time >= freeFrom(placesFor: requests)
  }

  /// When so many places will be free if nothing else arrives; nil while too many belong to requests on their way.
  func nextCredit(_ requests: Int, after time: UInt64) -> UInt64? {
    approaching &+ UInt64(requests) <= Self.queueEntries ? max(time, freeFrom(placesFor: requests)) : nil
  }

  /// With `n` requests on their way or about to leave, all but the latest `queueEntries - n` requests taken must have
  /// been served. Counting requests, not time until the channel is free, matters where links are slower than the
  /// channel: then it idles between requests that are still on the last link.
  @inline(__always) private func freeFrom(placesFor requests: Int) -> UInt64 {
    let index = reads &+ writes &+ requests &- 1 &- Int(Self.queueEntries &- approaching)
    return index < 0 ? 0 : servedAt[index & Int(Self.queueEntries &- 1)]
  }
}

extension MemoryChannel {
  /// The channels of the DRAM, then the banks of the shared buffer.
  /// - Parameter servedAt: `queueEntries` words for each of them.
  static func channels(
    of chip: Chip, layout: NetworkLayout, servedAt: borrowing FlatArray<UInt64>
  ) -> [MemoryChannel] {
    let histories = servedAt.base
    func history(_ channel: Int) -> UnsafeMutablePointer<UInt64> {
      histories + channel * Int(queueEntries)
    }
    let dram = (0..<chip.dram.channels).map {
      MemoryChannel(
        requestBytes: chip.dram.requestBytes,
        bytesPerSecond: (chip.dram.bandwidthBytesPerSecond, chip.dram.channels),
        latency: UInt64((chip.dram.latencyNanoseconds * 1e6).rounded()),
        endpoint: Int(layout.endpointOfChannel[$0]),
        ownsPort: chip.dram.networkPorts == chip.dram.channels, servedAt: history($0))
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
          ownsPort: buffer.networkPorts == buffer.banks, servedAt: history(chip.dram.channels + $0))
      }
  }
}
