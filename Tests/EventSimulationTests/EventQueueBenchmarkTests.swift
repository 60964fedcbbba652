import EventSimulation
import Testing

@Suite("Event queue benchmark")
struct EventQueueBenchmarkTests {
  @Test("measures every combination, and the order of events repeats from run to run")
  func rows() {
    let benchmark = EventQueueBenchmark(pendingCounts: [1, 50], events: 500, repetitions: 2)
    var reported = 0
    let first = benchmark.run { _ in reported += 1 }
    let second = benchmark.run()
    #expect(first.map(\.delays) == DelayDistribution.allCases.flatMap { [$0, $0] })
    #expect(first.map(\.orderChecksum) == second.map(\.orderChecksum))
    #expect(Set(first.map(\.orderChecksum)).count == first.count)
    #expect(first.allSatisfy { $0.nanosecondsPerEvent > 0 })
    #expect(reported == first.count)
  }
}
