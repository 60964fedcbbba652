@testable import Tensors

/// Repeatable small choices for tests over many geometries.
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func roll(_ range: ClosedRange<Int>) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return range.lowerBound + Int((state >> 11) % UInt64(range.count))
  }

  mutating func floats(_ count: Int) -> [Float] {
    SeededFill(seed: UInt32(roll(0...1_000_000)), scale: 1, offset: 0).values(count: count)
  }

  mutating func integers<T: FixedWidthInteger>(_ count: Int, as: T.Type) -> [T] {
    let seed = UInt32(roll(0...1_000_000))
    return SeededFill.integers(seed: seed, modulus: 1 << 24, low: 0, count: count).map {
      T(truncatingIfNeeded: $0)
    }
  }
}
