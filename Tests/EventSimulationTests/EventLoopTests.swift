import EventSimulation
import Testing

/// Every event schedules its successor a nanosecond later, until the count is reached.
private struct Ticker: EventHandler {
  var remaining: Int
  var stopAt = Int.max
  var seen: [Int] = []
  var isFinished: Bool { seen.last == stopAt }

  mutating func handle(_ payload: Int, at time: SimulationTime, in queue: inout EventQueue<Int>) {
    seen.append(payload)
    guard remaining > 0 else { return }
    remaining -= 1
    queue.schedule(payload + 1, at: time.adding(picoseconds: 1000))
  }
}

@Suite("Event loop")
struct EventLoopTests {
  private func startedQueue() -> EventQueue<Int> {
    var queue = EventQueue<Int>(fastestClockHertz: 1_000_000_000)
    queue.schedule(0, at: .zero)
    return queue
  }

  @Test("runs until no event is left")
  func queueEmpty() {
    var queue = startedQueue()
    var ticker = Ticker(remaining: 9)
    #expect(queue.run(&ticker) == RunOutcome(reason: .queueEmpty, eventsHandled: 10))
    #expect(ticker.seen == Array(0...9))
    #expect(queue.now.nanoseconds == 9)
  }

  @Test("handles events at the time limit, leaves later ones, and goes on from there")
  func timeLimit() {
    var queue = startedQueue()
    var ticker = Ticker(remaining: 9)
    let limit = SimulationTime(femtoseconds: 4_000_000)
    #expect(
      queue.run(&ticker, until: RunLimits(time: limit)) == RunOutcome(reason: .timeLimit, eventsHandled: 5))
    #expect(queue.now == limit)
    let later = SimulationTime(femtoseconds: 4_500_000)
    #expect(
      queue.run(&ticker, until: RunLimits(time: later)) == RunOutcome(reason: .timeLimit, eventsHandled: 0))
    #expect(queue.now == later)
    #expect(queue.run(&ticker) == RunOutcome(reason: .queueEmpty, eventsHandled: 5))
    #expect(ticker.seen == Array(0...9))
  }

  @Test("stops after the given number of events and goes on from there")
  func eventLimit() {
    var queue = startedQueue()
    var ticker = Ticker(remaining: 9)
    #expect(
      queue.run(&ticker, until: RunLimits(events: 3)) == RunOutcome(reason: .eventLimit, eventsHandled: 3))
    #expect(
      queue.run(&ticker, until: RunLimits(events: 0)) == RunOutcome(reason: .eventLimit, eventsHandled: 0))
    #expect(queue.run(&ticker) == RunOutcome(reason: .queueEmpty, eventsHandled: 7))
  }

  @Test("stops when the handler is finished")
  func finished() {
    var queue = startedQueue()
    var ticker = Ticker(remaining: 9, stopAt: 6)
    #expect(queue.run(&ticker) == RunOutcome(reason: .finished, eventsHandled: 7))
    #expect(queue.count == 1)
  }
}
