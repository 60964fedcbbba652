/// How often each value occurred, values below 64 exactly, greater ones to within 1/32: each octave has 32
/// buckets of equal width. Any `UInt64` fits, in 15 KiB.
public struct Histogram: Sendable, Hashable {
  @usableFromInline var values = RunningStatistics()
  @usableFromInline var counts: [Int]

  /// Count, sum and extremes, exact.
  public var statistics: RunningStatistics { values }

  public init() {
    counts = [Int](repeating: 0, count: Self.bucket(of: .max) + 1)
  }

  @inlinable
  public mutating func add(_ value: UInt64) {
    values.add(value)
    counts[Self.bucket(of: value)] += 1
  }

  /// As if every value of `other` had been added here.
  public mutating func merge(_ other: Histogram) {
    values.merge(other.statistics)
    for bucket in counts.indices { counts[bucket] += other.counts[bucket] }
  }

  /// The value that at least `percent` of the values do not exceed (nearest rank), rounded up to the end of its
  /// bucket but never beyond the maximum; nil before the first value.
  ///
  /// - Parameter percent: 0 to 100.
  public func percentile(_ percent: Double) -> UInt64? {
    precondition(percent >= 0 && percent <= 100, "a percentile lies between 0 and 100")
    guard let maximum = statistics.maximum else { return nil }
    let rank = max(1, Int((percent * Double(statistics.count) / 100).rounded(.up)))
    var seen = 0
    for bucket in counts.indices {
      seen += counts[bucket]
      if seen >= rank { return min(Self.range(of: bucket).upperBound, maximum) }
    }
    return maximum
  }

  /// The buckets that hold values, in order: the values each covers, and how many there are.
  public var buckets: [(values: ClosedRange<UInt64>, count: Int)] {
    counts.indices.filter { counts[$0] > 0 }.map { (Self.range(of: $0), counts[$0]) }
  }

  /// Values 0 to 63 are buckets 0 to 63; above, the top six bits of the value (32 to 63) and their shift name it.
  @inlinable
  static func bucket(of value: UInt64) -> Int {
    let shift = max(0, 58 - value.leadingZeroBitCount)
    return shift * 32 + Int(value >> UInt64(shift))
  }

  static func range(of bucket: Int) -> ClosedRange<UInt64> {
    if bucket < 64 { return UInt64(bucket)...UInt64(bucket) }
    let shift = UInt64(bucket / 32 - 1)
    let first = UInt64(32 + bucket % 32) << shift
    return first...(first + ((1 << shift) - 1))
  }
}
