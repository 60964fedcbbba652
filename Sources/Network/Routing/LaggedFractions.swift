/// Repeatable random numbers 0 ≤ x < 1, multiples of 2^−52: Knuth's additive lagged Fibonacci generator
/// X(j) = X(j − 100) + X(j − 37) mod 1, of each 1009 numbers the first 100 (The Art of Computer Programming, volume 2,
/// third edition, section 3.6, in the version of 2002); the counterpart of `LaggedFibonacci`.
///
/// BookSim 2 tosses the coins of its traffic with it.
struct LaggedFractions: ~Copyable {
  private static let longLag = 100
  private static let shortLag = 37
  private static let batch = 1009
  private static let unit = 0x1p-52

  /// The last 100 numbers, oldest first, and behind them room for a batch.
  private let numbers = FlatStorage<Double>(repeating: 0, count: longLag + batch)
  /// Numbers of the batch that were handed out.
  private var used = longLag

  init(seed: UInt64) {
    start(Int(truncatingIfNeeded: seed) & ((1 << 30) - 1))
  }

  @inline(__always)
  mutating func next() -> Double {
    if used == Self.longLag {
      advance(Self.batch)
      used = 0
    }
    used &+= 1
    return numbers[used &- 1]
  }

  @inline(__always)
  private static func sum(_ first: Double, _ second: Double) -> Double {
    let sum = first + second
    return sum >= 1 ? sum - 1 : sum
  }

  /// The numbers at the start become those of a batch of `count`; those that follow it come behind the 100 first.
  private func advance(_ count: Int) {
    // The state behind the last batch lies at the end of the storage.
    for index in 0..<Self.longLag { numbers[index] = numbers[Self.batch + index] }
    for index in Self.longLag..<(count + Self.longLag) {
      numbers[index] = Self.sum(numbers[index - Self.longLag], numbers[index - Self.shortLag])
    }
    for index in 0..<Self.longLag { numbers[Self.batch + index] = numbers[count + index] }
  }

  /// As for the integers: a power of a polynomial, by squaring.
  private func start(_ seed: Int) {
    let (long, short) = (Self.longLag, Self.shortLag)
    var state = [Double](repeating: 0, count: 2 * long)
    func add(_ value: Double, to index: Int) { state[index] = Self.sum(state[index], value) }
    var bits = 2 * Self.unit * Double(seed + 2)
    for index in 0..<long {
      state[index] = bits
      bits += bits
      if bits >= 1 { bits -= 1 - 2 * Self.unit }
    }
    state[1] += Self.unit
    var exponent = seed
    var squarings = 69
    while squarings > 0 {
      for index in stride(from: long - 1, to: 0, by: -1) {
        state[2 * index] = state[index]
        state[2 * index - 1] = 0
      }
      for index in stride(from: 2 * long - 2, through: long, by: -1) {
        add(state[index], to: index - (long - short))
        add(state[index], to: index - long)
      }
      if exponent & 1 == 1 {
        for index in stride(from: long, to: 0, by: -1) { state[index] = state[index - 1] }
        state[0] = state[long]
        add(state[long], to: short)
      }
      if exponent != 0 { exponent >>= 1 } else { squarings -= 1 }
    }
    for index in 0..<long {
      numbers[Self.batch + (index < short ? index + long - short : index - short)] = state[index]
    }
    for _ in 0..<10 { advance(2 * long - 1) }
  }
}
