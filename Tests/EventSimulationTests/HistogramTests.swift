import Testing

@testable import EventSimulation

@Suite("Histogram")
struct HistogramTests {
  @Test("the buckets tile all of UInt64, none wider than 1/32 of its values")
  func bucketsTile() {
    var next: UInt64? = 0
    for bucket in 0...Histogram.bucket(of: .max) {
      let range = Histogram.range(of: bucket)
      #expect(range.lowerBound == next)
      #expect(Histogram.bucket(of: range.lowerBound) == bucket)
      #expect(Histogram.bucket(of: range.upperBound) == bucket)
      #expect((range.upperBound - range.lowerBound) <= range.lowerBound / 32)
      next = range.upperBound == .max ? nil : range.upperBound + 1
    }
    #expect(next == nil)
  }

  @Test("percentiles of small values are exact (nearest rank)")
  func smallValues() {
    var histogram = Histogram()
    for value in (1...60).shuffled() { histogram.add(UInt64(value)) }
    #expect(histogram.percentile(0) == 1)
    #expect(histogram.percentile(50) == 30)
    #expect(histogram.percentile(95) == 57)
    #expect(histogram.percentile(99.9) == 60)
    #expect(histogram.percentile(100) == 60)
    #expect(histogram.buckets.map(\.count) == Array(repeating: 1, count: 60))
    #expect(Histogram().percentile(50) == nil)
  }

  @Test("percentiles of great values are within 1/32 above the exact ones, never beyond the maximum")
  func greatValues() {
    var random = Generator(seed: 11)
    let values = (0..<3000).map { _ in random.next() >> UInt64.random(in: 0...50, using: &random) }.sorted()
    var histogram = Histogram()
    for value in values.shuffled() { histogram.add(value) }
    for percent in stride(from: 0.0, through: 100, by: 0.5) {
      let exact = values[max(0, Int((percent * 30).rounded(.up)) - 1)]
      let estimate = histogram.percentile(percent) ?? 0
      #expect(estimate >= exact)
      #expect(estimate - exact <= exact / 32)
      #expect(estimate <= values[values.count - 1])
    }
    #expect(histogram.statistics.count == 3000)
  }

  @Test("merging two halves equals the whole")
  func merging() {
    var (whole, first, second) = (Histogram(), Histogram(), Histogram())
    for value in 0..<2000 {
      let value = UInt64(value * value)
      whole.add(value)
      if value % 3 == 0 { first.add(value) } else { second.add(value) }
    }
    first.merge(second)
    #expect(first == whole)
  }
}
