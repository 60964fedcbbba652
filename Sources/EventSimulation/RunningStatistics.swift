/// Count, least, greatest and exact sum of whole numbers, such as latencies in cycles.
public struct RunningStatistics: Sendable, Hashable {
  public private(set) var count = 0
  public private(set) var sum: UInt128 = 0
  @usableFromInline var least: UInt64 = .max
  @usableFromInline var greatest: UInt64 = 0

  public init() {}

  /// nil before the first value.
  public var minimum: UInt64? { count == 0 ? nil : least }
  public var maximum: UInt64? { count == 0 ? nil : greatest }
  public var mean: Double? { count == 0 ? nil : Double(sum) / Double(count) }

  public mutating func add(_ value: UInt64) {
    count += 1
    sum += UInt128(value)
    least = min(least, value)
    greatest = max(greatest, value)
  }

  /// As if every value of `other` had been added here.
  public mutating func merge(_ other: RunningStatistics) {
    count += other.count
    sum += other.sum
    least = min(least, other.least)
    greatest = max(greatest, other.greatest)
  }
}
