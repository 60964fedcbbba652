/// An amount of energy in whole femtojoules, so that parts sum to their whole to the last digit.
public struct Energy: Sendable, Hashable, Comparable, AdditiveArithmetic {
  public var femtojoules: Int128

  public static let zero = Energy(femtojoules: 0)

  public init(femtojoules: Int128) {
    self.femtojoules = femtojoules
  }

  /// A number of equal events, rounded once.
  public init(_ count: Int, times attojoules: Int) {
    femtojoules = Self.rounded(Int128(count) * Int128(attojoules), over: 1000)
  }

  /// A constant power over cycles of a clock, rounded once.
  public init(nanowatts: Int, cycles: Int, hertz: Int) {
    femtojoules = Self.rounded(Int128(nanowatts) * Int128(cycles) * 1_000_000, over: Int128(max(1, hertz)))
  }

  public var picojoules: Double { Double(femtojoules) / 1000 }
  public var joules: Double { Double(femtojoules) / 1e15 }

  public static func + (one: Energy, other: Energy) -> Energy {
    Energy(femtojoules: one.femtojoules + other.femtojoules)
  }

  public static func - (one: Energy, other: Energy) -> Energy {
    Energy(femtojoules: one.femtojoules - other.femtojoules)
  }

  public static func < (one: Energy, other: Energy) -> Bool { one.femtojoules < other.femtojoules }

  private static func rounded(_ number: Int128, over divisor: Int128) -> Int128 {
    (number + divisor / 2) / divisor
  }
}
