/// Count, least, greatest and exact sum of whole numbers, such as latencies in cycles.
public struct RunningStatistics: Sendable, Hashable {
  @usableFromInline var added = 0
  @usableFromInline var total: UInt128 = 0
  @usableFromInline var least: UInt64 = .max
  @usableFromInline var greatest: UInt64 = 0

  public init() {}

  public var count: Int { added }
  public var sum: UInt128 { total }
  /// nil before the first value.
  public var minimum: UInt64? { count == 0 ? nil : least }
  public var maximum: UInt64? { count == 0 ? nil : greatest }
  public var mean: Double? { count == 0 ? nil : Double(sum) / Double(count) }

  @inlinable
  public mutating func add(_ value: UInt64) {
    added += 1
    total += UInt128(value)
    least = min(least, value)
    greatest = max(greatest, value)
  }

  /// As if every value of `other` had been added here.
  public mutating func merge(_ other: RunningStatistics) {
    added += other.added
    total += other.total
    least = min(least, other.least)
    greatest = max(greatest, other.greatest)
  }
}
