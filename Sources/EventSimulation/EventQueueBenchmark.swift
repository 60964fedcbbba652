/// What one event costs: processor time for one `pop` and one `schedule` with a constant number pending (the
/// hold model of Jones, "An empirical comparison of priority-queue and event-set implementations", CACM 1986).
public struct EventQueueBenchmark: Sendable {
  /// One line of the result.
  public struct Row: Sendable, Hashable {
    public var delays: DelayDistribution
    public var pending: Int
    /// Of the fastest repetition (others on the machine only add to it), per pop and schedule together.
    public var nanosecondsPerEvent: Double
    /// A digest of the order of all events and of the last time: equal for every correct queue.
    public var orderChecksum: UInt64
  }

  public var delays: [DelayDistribution]
  public var pendingCounts: [Int]
  /// Events measured in each repetition.
  public var events: Int
  public var repetitions: Int

  public init(
    delays: [DelayDistribution] = DelayDistribution.allCases,
    pendingCounts: [Int] = [1, 64, 1000, 100_000, 1_000_000], events: Int = 1_000_000, repetitions: Int = 5
  ) {
    self.delays = delays
    self.pendingCounts = pendingCounts
    self.events = events
    self.repetitions = repetitions
  }

  /// Measures every combination, each on a queue of its own. `progress` is called after each.
  public func run(progress: (Row) -> Void = { _ in }) -> [Row] {
    delays.flatMap { distribution in
      pendingCounts.map { pending in
        let row = measure(distribution, pending: pending)
        progress(row)
        return row
      }
    }
  }

  func measure(_ distribution: DelayDistribution, pending: Int) -> Row {
    var table = DelayTable(distribution, seed: UInt64(pending))
    var queue = EventQueue<UInt32>(fastestClockHertz: 1_000_000_000)
    for number in 0..<pending {
      let delay = table.remainingDelay(wholeCycles: distribution != .unclocked)
      queue.schedule(UInt32(number), at: SimulationTime(femtoseconds: delay))
    }
    var checksum: UInt64 = 0
    // Once through the pending events, so that memory is as mixed as in a long run.
    hold(&queue, &table, events: max(100_000, pending), &checksum)
    var times: [Double] = []
    for _ in 0..<repetitions {
      let start = processorNanoseconds()
      hold(&queue, &table, events: events, &checksum)
      times.append(Double(processorNanoseconds() - start) / Double(events))
    }
    return Row(
      delays: distribution, pending: pending, nanosecondsPerEvent: times.min() ?? 0,
      orderChecksum: checksum &* 31 &+ queue.now.femtoseconds)
  }

  @inline(never)
  func hold(
    _ queue: inout EventQueue<UInt32>, _ table: inout DelayTable, events: Int, _ checksum: inout UInt64
  ) {
    let copy = table.delays
    let delays = copy.span
    var random = table.random
    var sum = checksum
    for _ in 0..<events {
      guard let event = queue.pop() else { break }
      sum = sum &* 31 &+ UInt64(event.payload)
      let delay = delays[Int(truncatingIfNeeded: random.next() & 4095)]
      queue.schedule(event.payload, at: event.time.adding(femtoseconds: delay))
    }
    checksum = sum
    table.random = random
  }
}
