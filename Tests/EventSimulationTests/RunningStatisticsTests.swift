import EventSimulation
import Testing

@Suite("Running statistics")
struct RunningStatisticsTests {
  @Test("nothing is known before the first value")
  func empty() {
    let statistics = RunningStatistics()
    #expect(statistics.count == 0 && statistics.sum == 0)
    #expect(statistics.minimum == nil && statistics.maximum == nil && statistics.mean == nil)
  }

  @Test("count, sum, extremes and mean are exact, even beyond 64 bits")
  func exact() {
    var statistics = RunningStatistics()
    for value in [UInt64.max, 7, .max, 1] { statistics.add(value) }
    #expect(statistics.count == 4)
    #expect(statistics.sum == 2 * UInt128(UInt64.max) + 8)
    #expect(statistics.minimum == 1 && statistics.maximum == .max)
    var small = RunningStatistics()
    for value in 1...100 { small.add(UInt64(value)) }
    #expect(small.mean == 50.5)
  }

  @Test("merging two halves equals the whole")
  func merging() {
    var random = Generator(seed: 3)
    let values = (0..<500).map { _ in random.next() >> 20 }
    var (whole, first, second) = (RunningStatistics(), RunningStatistics(), RunningStatistics())
    for (index, value) in values.enumerated() {
      whole.add(value)
      if index < 123 { first.add(value) } else { second.add(value) }
    }
    first.merge(second)
    #expect(first == whole)
    first.merge(RunningStatistics())
    #expect(first == whole)
  }
}
