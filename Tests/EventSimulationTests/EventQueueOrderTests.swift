import EventSimulation
import Testing

/// Ways of choosing the time of the next event.
enum Schedule: CaseIterable, Sendable {
  case equalClock, smallSteps, sameTime, manyPriorities, mixedDelays, farOnly, edgesOfTheWheels
  case threeClocks, threeClocksWithPriorities, anyFemtosecond, insideOneCycle, tiesInsideOneCycle,
    anyMagnitude

  private static let clocks = [700_000_000, 1_066_000_000, 1_000_000_000].map(ClockDomain.init(hertz:))

  func next(after now: UInt64, using random: inout Generator) -> (time: UInt64, priority: UInt8) {
    let start = SimulationTime(femtoseconds: now)
    func nanoseconds(_ range: ClosedRange<UInt64>) -> UInt64 {
      now / 1_000_000 * 1_000_000 + UInt64.random(in: range, using: &random) * 1_000_000
    }
    func edge(_ cycles: ClosedRange<Int>) -> UInt64 {
      let clock = Self.clocks[Int.random(in: 0..<3, using: &random)]
      return clock.edge(cycles: Int.random(in: cycles, using: &random), after: start).femtoseconds
    }
    switch self {
    case .equalClock: return (nanoseconds(1...1), 0)
    case .smallSteps: return (nanoseconds(1...4), 0)
    case .sameTime: return (max(now, nanoseconds(0...1)), 0)
    case .manyPriorities: return (max(now, nanoseconds(0...2)), UInt8.random(in: 0...255, using: &random))
    case .mixedDelays:
      return (Bool.random(using: &random) ? nanoseconds(1...16) : nanoseconds(1000...20000), 0)
    case .farOnly: return (nanoseconds(4097...30000), UInt8.random(in: 0...1, using: &random))
    case .edgesOfTheWheels:
      // Slots of the first wheel, buckets of the second, and the turn of the second.
      let edge =
        [3072, 4096, 5120, 4096 * 1024, 4099 * 1024][Int.random(in: 0..<5, using: &random)] as UInt64
      return (nanoseconds(edge - 3...edge + 3), 0)
    case .threeClocks: return (edge(0...8), 0)
    case .threeClocksWithPriorities: return (edge(0...8), UInt8.random(in: 0...3, using: &random))
    case .anyFemtosecond: return (now + UInt64.random(in: 0...50_000_000, using: &random), 0)
    case .insideOneCycle:
      return (now + UInt64.random(in: 0...1000, using: &random), UInt8.random(in: 0...2, using: &random))
    case .tiesInsideOneCycle:
      return (now / 200_000 * 200_000 + UInt64.random(in: 1...5, using: &random) * 200_000, 0)
    case .anyMagnitude:
      return (
        now + UInt64.random(in: 0...(1 << 50), using: &random) >> UInt64.random(in: 0...50, using: &random), 0
      )
    }
  }
}

@Suite("Event queue order")
struct EventQueueOrderTests {
  @Test(
    "pops by (time, priority, schedule order), like a sorted array",
    arguments: Schedule.allCases, [1, 3, 64, 1500])
  func equalsTheReference(schedule: Schedule, pending: Int) {
    var random = Generator(seed: UInt64(pending))
    var queue = EventQueue<Int>(fastestClockHertz: 1_066_000_000)
    var reference = SortedReference()
    func add(to queue: inout EventQueue<Int>) {
      let (time, priority) = schedule.next(after: queue.now.femtoseconds, using: &random)
      let number = reference.schedule(at: time, priority: priority)
      queue.schedule(number, at: SimulationTime(femtoseconds: time), priority: priority)
    }
    for _ in 0..<pending { add(to: &queue) }
    for _ in 0..<4000 {
      guard let expected = reference.pop(), let event = queue.pop() else { break }
      if event.payload != expected.number || event.time.femtoseconds != expected.time {
        Issue.record("\(event) instead of \(expected)")
        return
      }
      // Two for one now and then, and sometimes none, so that the queue grows and shrinks.
      let wanted = pending + Int.random(in: -pending...pending, using: &random)
      for _ in 0..<2 where queue.count < max(1, wanted) { add(to: &queue) }
    }
    #expect(queue.count == reference.events.count)
    while let expected = reference.pop() {
      #expect(queue.pop()?.payload == expected.number)
    }
    #expect(queue.pop() == nil)
    #expect(queue.isEmpty == true)
    #expect(queue.scheduledCount == reference.scheduled)
    #expect(queue.poppedCount == reference.scheduled)
  }

  @Test(
    "events within a limit come in order, and others may be scheduled from the limit on",
    arguments: Schedule.allCases)
  func limitsKeepTheOrder(schedule: Schedule) {
    var random = Generator(seed: 1)
    var queue = EventQueue<Int>(fastestClockHertz: 1_066_000_000)
    var reference = SortedReference()
    for _ in 0..<3000 {
      if queue.count < 300 {
        let (time, priority) = schedule.next(after: queue.now.femtoseconds, using: &random)
        let number = reference.schedule(at: time, priority: priority)
        queue.schedule(number, at: SimulationTime(femtoseconds: time), priority: priority)
      }
      let limit =
        queue.now.femtoseconds + UInt64.random(in: 0...(1 << 40), using: &random)
        >> UInt64.random(in: 0...40, using: &random)
      let expected = reference.pop(notAfter: limit)
      let event = queue.pop(notAfter: SimulationTime(femtoseconds: limit))
      #expect(event?.payload == expected?.number)
      #expect(
        queue.now.femtoseconds == expected?.time
          ?? (reference.events.isEmpty ? queue.now.femtoseconds : limit))
    }
  }

  @Test("a far event comes before a near one scheduled later for the same time")
  func farBeforeNear() {
    var queue = EventQueue<Int>(fastestClockHertz: 1_000_000_000)
    let meeting = SimulationTime(femtoseconds: 10_000_000_000)
    queue.schedule(1, at: meeting)
    queue.schedule(0, at: SimulationTime(femtoseconds: 9_999_000_000))
    #expect(queue.pop()?.payload == 0)
    queue.schedule(2, at: meeting)
    #expect(queue.pop()?.payload == 1)
    #expect(queue.pop()?.payload == 2)
  }

  @Test("equal times inside the cycle under way keep their order, whatever is popped between them")
  func tiesInTheCurrentCycle() {
    var queue = EventQueue<Int>(fastestClockHertz: 1_000_000_000)
    // A full chunk at 100 fs and a last event at 1000: the first event at 500 does not fit into the last chunk.
    for number in 0..<32 { queue.schedule(number, at: SimulationTime(femtoseconds: 100)) }
    queue.schedule(34, at: SimulationTime(femtoseconds: 1000))
    queue.schedule(32, at: SimulationTime(femtoseconds: 500))
    for number in 0..<32 { #expect(queue.pop()?.payload == number) }
    queue.schedule(33, at: SimulationTime(femtoseconds: 500))
    for number in 32...34 { #expect(queue.pop()?.payload == number) }
  }
}
