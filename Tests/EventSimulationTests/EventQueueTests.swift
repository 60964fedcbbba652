import EventSimulation
import Testing

@Suite("Event queue")
struct EventQueueTests {
  @Test("an event before now is refused")
  func noEventInThePast() async {
    await #expect(processExitsWith: .failure) {
      var queue = EventQueue<Int>(fastestClockHertz: 1_000_000_000)
      queue.schedule(1, at: SimulationTime(femtoseconds: 1000))
      _ = queue.pop()
      queue.schedule(2, at: SimulationTime(femtoseconds: 999))
    }
  }

  @Test("an event now is allowed, and comes before everything later")
  func eventNow() {
    var queue = EventQueue<Int>(fastestClockHertz: 1_000_000_000)
    queue.schedule(1, at: SimulationTime(femtoseconds: 1000))
    queue.schedule(3, at: SimulationTime(femtoseconds: 1001))
    #expect(queue.pop()?.payload == 1)
    queue.schedule(2, at: queue.now)
    #expect(queue.pop()?.payload == 2)
    #expect(queue.now.femtoseconds == 1000)
    #expect(queue.pop()?.payload == 3)
  }

  @Test("counts what was scheduled, popped, and pending at once")
  func counts() {
    var queue = EventQueue<UInt8>(fastestClockHertz: 1_000_000_000)
    #expect(queue.isEmpty == true)
    for number in 0..<10 { queue.schedule(UInt8(number), at: SimulationTime(femtoseconds: 5)) }
    for _ in 0..<4 { _ = queue.pop() }
    queue.schedule(10, at: queue.now)
    #expect(queue.count == 7)
    #expect(queue.scheduledCount == 11)
    #expect(queue.poppedCount == 4)
    #expect(queue.peakCount == 10)
  }

  @Test("the last femtosecond and the slowest and fastest clocks are times like others")
  func extremes() {
    for hertz in [1, 1_000_000_000, ClockDomain.highestHertz] {
      var queue = EventQueue<Int>(fastestClockHertz: hertz)
      queue.schedule(3, at: .end)
      queue.schedule(2, at: SimulationTime(femtoseconds: .max - 1))
      queue.schedule(0, at: .zero)
      queue.schedule(1, at: .zero)
      for expected in 0...3 { #expect(queue.pop()?.payload == expected) }
      #expect(queue.now == .end)
      queue.schedule(4, at: .end)
      #expect(queue.pop()?.payload == 4)
    }
  }

  @Test("more events than fit into small pages of memory keep their order")
  func manyPending() {
    var queue = EventQueue<UInt32>(fastestClockHertz: 1_000_000_000)
    // Four cycles by turns, so that the chunks of each lie between those of the others.
    let count: UInt32 = 200_000
    for number in 0..<count {
      queue.schedule(number, at: SimulationTime(femtoseconds: UInt64(number % 4) * 1_000_000))
    }
    var inOrder = true
    for cycle in 0..<UInt32(4) {
      for number in stride(from: cycle, to: count, by: 4) where queue.pop()?.payload != number {
        inOrder = false
      }
    }
    #expect(inOrder)
    #expect(queue.isEmpty == true)
  }

  @Test("a payload of any plain type comes back as it went in")
  func payloads() {
    struct Payload: BitwiseCopyable, Equatable {
      var component: UInt32
      var kind: UInt8
      var argument: UInt64
    }
    var queue = EventQueue<Payload>(fastestClockHertz: 1_000_000_000)
    for number in 0..<1000 {
      let payload = Payload(component: UInt32(number), kind: UInt8(number % 256), argument: ~UInt64(number))
      queue.schedule(payload, at: SimulationTime(femtoseconds: UInt64(number % 10) * 1_000_000_000))
    }
    var popped = 0
    while let event = queue.pop() {
      #expect(event.payload.kind == UInt8(event.payload.component % 256))
      #expect(event.payload.argument == ~UInt64(event.payload.component))
      #expect(event.time.femtoseconds == UInt64(event.payload.component % 10) * 1_000_000_000)
      popped += 1
    }
    #expect(popped == 1000)
  }
}
