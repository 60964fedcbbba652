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

/// A channel that can stand in an array.
final class DRAMChannelBox {
  var channel: DRAMChannel

  init(_ standard: DRAMStandard, policy: DRAMPolicy, logs: Bool) throws {
    channel = try DRAMChannel(standard, policy: policy)
    if logs { channel.log = [] }
  }
}

/// Plays a trace into the channels of a memory, visiting only cycles in which something can happen.
public struct DRAMTraceRun {
  private let map: DRAMAddressMap
  private var channels: [DRAMChannelBox]
  private let trace: [DRAMTraceRecord]
  private let mode: InjectionMode
  /// Requests offered in one cycle at most.
  private let width: Int

  private var acceptedAt: [Int]
  private var latencies: [Int] = []
  private var lastData = 0
  private var outstanding: [Int]
  /// Reads on their way whose return somebody waits for: cycle and stream.
  private var returning: [(cycle: Int, stream: Int)] = []
  private var nextReturn = Int.max
  /// In the order of offering: one queue, or one for each stream.
  private var queues: [[Int]]
  private var heads: [Int]
  private var turn = 0
  private var remaining: Int

  /// - Parameter width: requests offered in one cycle at most; nil for one a channel.
  /// - Throws: `InputError` for a standard that lacks timings.
  public init(
    _ standard: DRAMStandard, policy: DRAMPolicy, map: DRAMAddressMap, trace: [DRAMTraceRecord],
    mode: InjectionMode, width: Int? = nil, logsCommands: Bool = false
  ) throws {
    self.map = map
    self.trace = trace
    self.mode = mode
    self.width = width ?? standard.organisation.channels
    channels = try (0..<standard.organisation.channels).map { _ in
      try DRAMChannelBox(standard, policy: policy, logs: logsCommands)
    }
    acceptedAt = [Int](repeating: 0, count: trace.count)
    remaining = trace.count
    if case .dma = mode {
      let streams = (trace.map(\.stream).max() ?? 0) + 1
      queues = Array(repeating: [], count: streams)
      for (index, record) in trace.enumerated() { queues[record.stream].append(index) }
    } else {
      queues = [Array(trace.indices)]
    }
    heads = [Int](repeating: 0, count: queues.count)
    outstanding = [Int](repeating: 0, count: queues.count)
    latencies.reserveCapacity(trace.count)
  }

  /// Commands of each channel, where they were logged.
  public var commandLogs: [[DRAMCommandRecord]] { channels.map { $0.channel.log ?? [] } }

  public mutating func run() -> DRAMTraceResult {
    var cycle = 0
    var lastAccepted = 0
    while true {
      var next = Int.max
      for box in channels {
        if box.channel.wake <= cycle {
          box.channel.tick(at: cycle)
          collect(from: box)
        }
        next = min(next, box.channel.wake)
      }
      if nextReturn <= cycle { returnReads(by: cycle) }
      let accepted = offer(at: cycle)
      if accepted > 0 {
        lastAccepted = cycle
        for box in channels {
          if !box.channel.completions.isEmpty { collect(from: box) }
          next = min(next, box.channel.wake)
        }
      }
      if remaining == 0, channels.allSatisfy({ $0.channel.isEmptyOfReads }) { break }
      cycle = max(cycle + 1, min(next, nextReturn, nextOffer(after: cycle, accepted: accepted > 0)))
    }
    let end = max(lastData, lastAccepted)
    return DRAMTraceResult(
      cycles: end, readLatencies: latencies,
      channels: channels.map { $0.channel.statistics(until: end) }, requests: trace.count)
  }

  private mutating func collect(from box: DRAMChannelBox) {
    for completion in box.channel.completions {
      latencies.append(completion.cycle - acceptedAt[completion.identifier])
      lastData = max(lastData, completion.cycle)
      switch mode {
      case .serial, .dma:
        let stream = queues.count > 1 ? trace[completion.identifier].stream : 0
        returning.append((completion.cycle, stream))
        nextReturn = min(nextReturn, completion.cycle)
      case .saturating, .paced, .timed: break
      }
    }
    box.channel.completions.removeAll(keepingCapacity: true)
  }

  private mutating func returnReads(by cycle: Int) {
    nextReturn = Int.max
    returning.removeAll { read in
      if read.cycle <= cycle {
        outstanding[read.stream] -= 1
        return true
      }
      nextReturn = min(nextReturn, read.cycle)
      return false
    }
  }

  /// - Returns: how many requests were accepted.
  private mutating func offer(at cycle: Int) -> Int {
    var accepted = 0
    var skipped = 0
    while accepted < width, skipped < queues.count, remaining > 0 {
      let queue = (turn + skipped) % queues.count
      guard let index = head(of: queue, at: cycle) else {
        skipped += 1
        continue
      }
      let record = trace[index]
      acceptedAt[index] = cycle
      let place = map.place(of: record.address)
      let answer = channels[place.channel].channel.accept(
        place, isWrite: record.isWrite, identifier: index, at: cycle)
      if answer == .refused {
        turn = queue
        return accepted
      }
      if !record.isWrite { outstanding[queue] += 1 }
      heads[queue] += 1
      remaining -= 1
      accepted += 1
      turn = (queue + 1) % queues.count
      skipped = 0
    }
    return accepted
  }

  /// The next request of a queue, if it may be offered in this cycle.
  private func head(of queue: Int, at cycle: Int) -> Int? {
    guard heads[queue] < queues[queue].count else { return nil }
    let index = queues[queue][heads[queue]]
    switch mode {
    case .saturating: return index
    case .paced(let cycles): return Int(Double(index) * cycles) <= cycle ? index : nil
    case .timed: return trace[index].cycle <= cycle ? index : nil
    case .serial: return outstanding[queue] == 0 ? index : nil
    case .dma(let reads): return outstanding[queue] < reads ? index : nil
    }
  }

  private func nextOffer(after cycle: Int, accepted: Bool) -> Int {
    guard remaining > 0 else { return Int.max }
    if accepted { return cycle + 1 }
    guard queues.count == 1, heads[0] < queues[0].count else { return Int.max }
    let index = queues[0][heads[0]]
    switch mode {
    case .paced(let cycles):
      let due = Int(Double(index) * cycles)
      return due > cycle ? due : Int.max
    case .timed: return trace[index].cycle > cycle ? trace[index].cycle : Int.max
    case .saturating, .serial, .dma: return Int.max
    }
  }
}

extension DRAMChannel {
  /// Whether no read waits to be issued.
  var isEmptyOfReads: Bool { reads.isEmpty && activated.readCount == 0 }
}
