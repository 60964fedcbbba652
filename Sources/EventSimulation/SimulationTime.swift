/// A point in simulated time: femtoseconds since the start of the run, an integer, so that sums are exact.
///
/// 2^64 femtoseconds are five hours of simulated time. Arithmetic that would pass that end traps.
public struct SimulationTime: Comparable, Hashable, Sendable {
  public var femtoseconds: UInt64

  @inlinable
  public init(femtoseconds: UInt64) {
    self.femtoseconds = femtoseconds
  }

  @inlinable
  public static var zero: SimulationTime { SimulationTime(femtoseconds: 0) }

  /// The last representable time.
  @inlinable
  public static var end: SimulationTime { SimulationTime(femtoseconds: .max) }

  @inlinable
  public static func < (earlier: SimulationTime, later: SimulationTime) -> Bool {
    earlier.femtoseconds < later.femtoseconds
  }

  /// This time, `femtoseconds` later.
  @inlinable
  public func adding(femtoseconds: UInt64) -> SimulationTime {
    SimulationTime(femtoseconds: self.femtoseconds + femtoseconds)
  }

  /// This time, `picoseconds` later.
  @inlinable
  public func adding(picoseconds: UInt64) -> SimulationTime {
    adding(femtoseconds: picoseconds * 1000)
  }

  /// Femtoseconds from `earlier` to this time.
  @inlinable
  public func femtoseconds(since earlier: SimulationTime) -> UInt64 {
    femtoseconds - earlier.femtoseconds
  }

  /// For reports; a `Double` cannot tell neighbouring femtoseconds apart beyond nine seconds.
  public var seconds: Double { Double(femtoseconds) * 1e-15 }
  public var nanoseconds: Double { Double(femtoseconds) * 1e-6 }
}

extension SimulationTime: CustomStringConvertible {
  public var description: String { "\(femtoseconds) fs" }
}
