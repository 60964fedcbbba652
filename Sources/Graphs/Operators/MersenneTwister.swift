import Foundation

/// The generator behind all random operators: MT19937 (Matsumoto and Nishimura 1998) with its first seeding procedure,
/// and real numbers of 53 bits. The same seed gives the same numbers as NumPy's `RandomState`, by which the published
/// results of ONNX's random operators were made.
struct MersenneTwister {
  private static let size = 624
  private static let middle = 397
  private var state: [UInt32]
  private var position = MersenneTwister.size

  init(seed: UInt32) {
    state = [seed]
    state.reserveCapacity(MersenneTwister.size)
    for index in 1..<MersenneTwister.size {
      let last = state[index - 1]
      state.append(1_812_433_253 &* (last ^ last >> 30) &+ UInt32(index))
    }
  }

  /// 32 random bits.
  mutating func next() -> UInt32 {
    if position == MersenneTwister.size { twist() }
    var word = state[position]
    position += 1
    word ^= word >> 11
    word ^= word << 7 & 0x9D2C_5680
    word ^= word << 15 & 0xEFC6_0000
    return word ^ word >> 18
  }

  private mutating func twist() {
    for index in 0..<MersenneTwister.size {
      let high = state[index] & 0x8000_0000
      let low = state[(index + 1) % MersenneTwister.size] & 0x7FFF_FFFF
      let mixed = (high | low) >> 1 ^ (low & 1 == 1 ? 0x9908_B0DF : 0)
      state[index] = state[(index + MersenneTwister.middle) % MersenneTwister.size] ^ mixed
    }
    position = 0
  }

  /// A number of 53 random bits from 0 up to, not including, 1.
  mutating func unit() -> Double {
    let high = Double(next() >> 5)
    let low = Double(next() >> 6)
    return (high * 67_108_864 + low) / 9_007_199_254_740_992
  }

  /// A number of the standard normal distribution (Marsaglia's polar method, one of each pair).
  mutating func normal() -> Double {
    while true {
      let x = 2 * unit() - 1
      let y = 2 * unit() - 1
      let square = x * x + y * y
      if square > 0, square < 1 { return x * (-2 * log(square) / square).squareRoot() }
    }
  }
}
