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

  /// An amount in joules, rounded once.
  public init(joules: Double) {
    femtojoules = Int128((joules * 1e15).rounded())
  }

  /// Parts in the ratio of whole weights that sum to the whole exactly; all of it is the last one's where none weighs.
  public func split(by weights: [Int]) -> [Energy] {
    let sum = weights.reduce(Int128(0)) { $0 + Int128($1) }
    var (weighed, given): (Int128, Int128) = (0, 0)
    return weights.indices.map { index in
      weighed += Int128(weights[index])
      let upTo =
        index == weights.count - 1
        ? femtojoules : sum == 0 ? 0 : Self.product(femtojoules, weighed, over: sum)
      defer { given = upTo }
      return Energy(femtojoules: upTo - given)
    }
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

  /// `number × weight ÷ sum` for a weight up to the sum: what is multiplied is less than the sum, so that sums below 2⁶³
  /// stay within 128 bits.
  private static func product(_ number: Int128, _ weight: Int128, over sum: Int128) -> Int128 {
    let (whole, rest) = number.quotientAndRemainder(dividingBy: sum)
    return whole * weight + rest * weight / sum
  }

  private static func rounded(_ number: Int128, over divisor: Int128) -> Int128 {
    (number + divisor / 2) / divisor
  }
}
