/// A clock: turns cycle numbers into time and back by exact rational arithmetic.
///
/// Edge `n` lies at ⌊n · 10¹⁵ / hertz⌋ femtoseconds. The floor is taken of the whole product, never of a
/// period that is then multiplied, so a clock whose period is no whole number of femtoseconds does not drift.
public struct ClockDomain: Sendable, Hashable {
  public let hertz: Int
  /// The period in femtoseconds is `numerator / denominator`, in lowest terms.
  @usableFromInline let numerator: UInt64
  @usableFromInline let denominator: UInt64

  @inlinable
  public static var femtosecondsPerSecond: UInt64 { 1_000_000_000_000_000 }
  /// The fastest clock: a period of one picosecond.
  @inlinable
  public static var highestHertz: Int { 1_000_000_000_000 }

  /// - Parameter hertz: 1 to `highestHertz`.
  public init(hertz: Int) {
    precondition(hertz > 0 && hertz <= Self.highestHertz, "a clock runs at 1 Hz to 1 THz")
    self.hertz = hertz
    let divisor = greatestCommonDivisor(Self.femtosecondsPerSecond, UInt64(hertz))
    numerator = Self.femtosecondsPerSecond / divisor
    denominator = UInt64(hertz) / divisor
  }

  /// The time of edge `n`. Traps when it lies beyond the end of time.
  @inlinable
  public func time(ofCycle n: UInt64) -> SimulationTime {
    if denominator == 1 { return SimulationTime(femtoseconds: n * numerator) }
    let product = n.multipliedFullWidth(by: numerator)
    // Nearly always; dividing 128 bits takes several times as long.
    if product.high == 0 { return SimulationTime(femtoseconds: product.low / denominator) }
    precondition(product.high < denominator, "the cycle lies beyond the end of simulated time")
    return SimulationTime(femtoseconds: denominator.dividingFullWidth(product).quotient)
  }

  /// The cycle that `time` lies in: the largest `n` whose edge is not after `time`.
  @inlinable
  public func cycle(at time: SimulationTime) -> UInt64 {
    if denominator == 1 { return time.femtoseconds / numerator }
    // ⌊n·N/D⌋ ≤ t  ⟺  n·N < (t+1)·D  ⟺  n ≤ (t·D + D − 1) / N, which fits 128 bits.
    let product = time.femtoseconds.multipliedFullWidth(by: denominator)
    let (low, carry) = product.low.addingReportingOverflow(denominator - 1)
    if product.high == 0 && !carry { return low / numerator }
    return numerator.dividingFullWidth((product.high + (carry ? 1 : 0), low)).quotient
  }

  /// The first edge that is not before `time`.
  @inlinable
  public func edge(atOrAfter time: SimulationTime) -> SimulationTime {
    edge(cycles: 0, after: time)
  }

  /// The edge `cycles` cycles after the first edge that is not before `time`: what arrives between two edges is
  /// seen at the next one, and work that takes `cycles` begins there.
  @inlinable
  public func edge(cycles: Int, after time: SimulationTime) -> SimulationTime {
    precondition(cycles >= 0, "an edge in the past")
    let current = cycle(at: time)
    let first = self.time(ofCycle: current) == time ? current : current + 1
    return self.time(ofCycle: first + UInt64(cycles))
  }

  /// Edges after `start` up to and including `end`: what a counter clocked here advances by.
  @inlinable
  public func cycles(from start: SimulationTime, to end: SimulationTime) -> UInt64 {
    cycle(at: end) - cycle(at: start)
  }
}

private func greatestCommonDivisor(_ a: UInt64, _ b: UInt64) -> UInt64 {
  var (a, b) = (a, b)
  while b != 0 { (a, b) = (b, a % b) }
  return a
}
