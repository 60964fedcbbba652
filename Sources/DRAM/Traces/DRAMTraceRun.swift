/// What a trace made of a memory.
public struct DRAMTraceResult: Sendable {
  /// Until the last read's data is there and the last request is accepted.
  public var cycles: Int
  /// Of each read, from acceptance to its data; in the order of the data.
  public var readLatencies: [Int]
  public var channels: [DRAMStatistics]
  public var requests: Int

  public func count(of command: DRAMCommand) -> Int { channels.reduce(0) { $0 + $1.count(of: command) } }
}

/// Plays a trace into the channels of a memory, visiting only cycles in which something can happen.
public struct DRAMTraceRun: ~Copyable {
  private let map: DRAMAddressMap
  private let channels: DRAMChannels
  private let trace: [DRAMTraceRecord]
  private let mode: InjectionMode
  /// Whether somebody waits for reads to come back.
  private let countsOutstanding: Bool
  /// Requests offered in one cycle at most.
  private let width: Int
  /// The earliest `wake` of the channels.
  private var nextWake = 0

  private var acceptedAt: [Int]
  private var latencies: [Int] = []
  private var lastData = 0
  private var outstanding: [Int]
  /// Reads on their way whose return somebody waits for: cycle and stream.
  private var returning: [(cycle: Int, stream: Int)] = []
  private var nextReturn = Int.max
  /// In the order of offering: one queue of all, or one for each stream.
  private let queues: [[Int]]
  private let queueCount: Int
  private var heads: [Int]
  /// First cycle in which the next request may be offered, where requests have a time of their own.
  private var due = 0
  private var turn = 0
  private var remaining: Int

  /// - Parameter width: requests offered in one cycle at most; nil for one a channel.
  /// - Throws: `InputError` for a standard that lacks timings.
  public init(
    _ standard: DRAMStandard, policy: DRAMPolicy, map: DRAMAddressMap, trace: [DRAMTraceRecord],
    mode: InjectionMode, width: Int? = nil, logsCommands: Bool = false
  ) throws {
    channels = try DRAMChannels(standard, policy: policy, logsCommands: logsCommands)
    self.map = map
    self.trace = trace
    self.mode = mode
    self.width = width ?? standard.organisation.channels
    acceptedAt = [Int](repeating: 0, count: trace.count)
    remaining = trace.count
    switch mode {
    case .dma:
      var queues = [[Int]](repeating: [], count: (trace.map(\.stream).max() ?? 0) + 1)
      for (index, record) in trace.enumerated() { queues[record.stream].append(index) }
      self.queues = queues
      queueCount = queues.count
      countsOutstanding = true
    case .serial: (queues, queueCount, countsOutstanding) = ([], 1, true)
    case .saturating, .paced, .timed: (queues, queueCount, countsOutstanding) = ([], 1, false)
    }
    heads = [Int](repeating: 0, count: queueCount)
    outstanding = [Int](repeating: 0, count: queueCount)
    latencies.reserveCapacity(trace.count)
    setDue(0)
  }

  @inline(__always)
  private mutating func setDue(_ position: Int) {
    switch mode {
    case .paced(let cycles): due = Int(Double(position) * cycles)
    case .timed: due = position < trace.count ? trace[position].cycle : Int.max
    case .saturating, .serial, .dma: break
    }
  }

  /// Commands of each channel, where they were logged.
  public var commandLogs: [[DRAMCommandRecord]] { (0..<channels.count).map { channels.all[$0].log ?? [] } }

  public mutating func run() -> DRAMTraceResult {
    var cycle = 0
    var lastAccepted = 0
    while true {
      if nextWake <= cycle { wakeChannels(at: cycle) }
      if nextReturn <= cycle { returnReads(by: cycle) }
      let hasAccepted = offer(at: cycle)
      if hasAccepted { lastAccepted = cycle }
      if remaining == 0, allReadsIssued { break }
      cycle = max(cycle + 1, min(nextWake, nextReturn, nextOffer(after: cycle, hasAccepted: hasAccepted)))
    }
    let end = max(lastData, lastAccepted)
    return DRAMTraceResult(
      cycles: end, readLatencies: latencies,
      channels: (0..<channels.count).map { channels.all[$0].statistics(until: end) }, requests: trace.count)
  }

  private var allReadsIssued: Bool { (0..<channels.count).allSatisfy { channels.all[$0].isEmptyOfReads } }

  private mutating func wakeChannels(at cycle: Int) {
    nextWake = Int.max
    for index in 0..<channels.count {
      if channels.all[index].wake <= cycle {
        channels.all[index].tick(at: cycle)
        if channels.all[index].completions.count > 0 { collect(from: index) }
      }
      nextWake = min(nextWake, channels.all[index].wake)
    }
  }

  private mutating func collect(from channel: Int) {
    for index in 0..<channels.all[channel].completions.count {
      let completion = channels.all[channel].completions[index]
      latencies.append(completion.cycle - acceptedAt[completion.identifier])
      lastData = max(lastData, completion.cycle)
      guard countsOutstanding else { continue }
      returning.append((completion.cycle, queueCount > 1 ? trace[completion.identifier].stream : 0))
      nextReturn = min(nextReturn, completion.cycle)
    }
    channels.all[channel].clearCompletions()
  }

  private mutating func returnReads(by cycle: Int) {
    nextReturn = Int.max
    var kept = 0
    for read in returning {
      if read.cycle <= cycle {
        outstanding[read.stream] -= 1
      } else {
        returning[kept] = read
        kept += 1
        nextReturn = min(nextReturn, read.cycle)
      }
    }
    returning.removeLast(returning.count - kept)
  }

  /// - Returns: whether a request was accepted.
  private mutating func offer(at cycle: Int) -> Bool {
    var accepted = 0
    var skipped = 0
    while accepted < width, skipped < queueCount, remaining > 0 {
      let queue = queueCount == 1 ? 0 : (turn + skipped) % queueCount
      let index = head(of: queue, at: cycle)
      guard index >= 0 else {
        skipped += 1
        continue
      }
      let record = trace[index]
      let place = map.place(of: record.address)
      acceptedAt[index] = cycle
      let answer = channels.all[place.channel].accept(
        place, isWrite: record.isWrite, identifier: index, at: cycle)
      if answer == .refused {
        turn = queue
        break
      }
      nextWake = min(nextWake, channels.all[place.channel].wake)
      if channels.all[place.channel].completions.count > 0 { collect(from: place.channel) }
      if countsOutstanding, !record.isWrite { outstanding[queue] += 1 }
      heads[queue] += 1
      setDue(heads[queue])
      remaining -= 1
      accepted += 1
      turn = queueCount == 1 ? 0 : (queue + 1) % queueCount
      skipped = 0
    }
    return accepted > 0
  }

  /// The next request of a queue, if it may be offered in this cycle; −1 otherwise.
  @inline(__always)
  private func head(of queue: Int, at cycle: Int) -> Int {
    let position = heads[queue]
    switch mode {
    case .saturating: return position < trace.count ? position : -1
    case .paced, .timed: return position < trace.count && due <= cycle ? position : -1
    case .serial: return position < trace.count && outstanding[queue] == 0 ? position : -1
    case .dma(let reads):
      return position < queues[queue].count && outstanding[queue] < reads ? queues[queue][position] : -1
    }
  }

  private func nextOffer(after cycle: Int, hasAccepted: Bool) -> Int {
    guard remaining > 0 else { return Int.max }
    switch mode {
    case .paced, .timed: return due > cycle ? due : hasAccepted ? cycle + 1 : Int.max
    case .saturating, .serial, .dma: return hasAccepted ? cycle + 1 : Int.max
    }
  }
}
