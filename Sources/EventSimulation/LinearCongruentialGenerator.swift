/// Knuth's MMIX linear congruential generator, upper 31 bits: two instructions, and the same numbers in any language.
public struct LinearCongruentialGenerator: Sendable {
  @usableFromInline var state: UInt64

  @inlinable
  public init(seed: UInt64) { state = seed }

  @inlinable @inline(__always)
  public mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 33
  }

  /// A number from 0 to `bound` - 1.
  @inlinable @inline(__always)
  public mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
