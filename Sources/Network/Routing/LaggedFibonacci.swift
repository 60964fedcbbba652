/// Repeatable random numbers of 30 bits, for what routing leaves to chance: Knuth's subtractive lagged Fibonacci
/// generator X(j) = X(j − 100) − X(j − 37) mod 2^30, of each 1009 numbers the first 100 (The Art of Computer
/// Programming, volume 2, third edition, section 3.6, in the version of 2002).
///
/// BookSim 2 draws from it, so packets take the same way on ties as there: with the seed 1, its runs on rings, tori
/// and fat trees are ours, cycle by cycle.
struct LaggedFibonacci: ~Copyable {
  private static let longLag = 100
  private static let shortLag = 37
  private static let batch = 1009
  private static let mask: Int32 = (1 << 30) - 1

  /// The last 100 numbers, oldest first, and behind them room for a batch.
  private let numbers = FlatStorage<Int32>(repeating: 0, count: longLag + batch)
  /// Numbers of the batch that were handed out.
  private var used = longLag

  init(seed: UInt64) {
    start(Int(truncatingIfNeeded: seed) & Int(Self.mask))
  }

  /// 0 ..< bound.
  @inline(__always)
  mutating func below(_ bound: Int) -> Int {
    if used == Self.longLag {
      advance(Self.batch)
      used = 0
    }
    used &+= 1
    return Int(numbers[used &- 1]) % bound
  }

  /// Draws a number that nobody looks at.
  @inline(__always)
  mutating func skip() { _ = below(1) }

  /// The numbers at the start become those of a batch of `count`; those that follow it come behind the 100 first.
  private func advance(_ count: Int) {
    // The state behind the last batch lies at the end of the storage.
    for index in 0..<Self.longLag { numbers[index] = numbers[Self.batch + index] }
    extend(to: count + Self.longLag)
    for index in 0..<Self.longLag { numbers[Self.batch + index] = numbers[count + index] }
  }

  private func extend(to end: Int) {
    for index in Self.longLag..<end {
      numbers[index] = (numbers[index - Self.longLag] &- numbers[index - Self.shortLag]) & Self.mask
    }
  }

  /// The state is the power z^(seed + 2^69) of a polynomial modulo z^100 + z^37 + 1, by squaring: far enough apart
  /// for the sequences of any two seeds not to overlap.
  private func start(_ seed: Int) {
    let (long, short) = (Self.longLag, Self.shortLag)
    var state = [Int32](repeating: 0, count: 2 * long)
    func reduce(_ index: Int, by value: Int32) { state[index] = (state[index] &- value) & Self.mask }
    var bits = (seed + 2) & ((1 << 30) - 2)
    for index in 0..<long {
      state[index] = Int32(bits)
      bits <<= 1
      if bits >= 1 << 30 { bits -= (1 << 30) - 2 }
    }
    state[1] += 1
    var exponent = seed
    var squarings = 69
    while squarings > 0 {
      for index in stride(from: long - 1, to: 0, by: -1) {
        state[2 * index] = state[index]
        state[2 * index - 1] = 0
      }
      for index in stride(from: 2 * long - 2, through: long, by: -1) {
        reduce(index - (long - short), by: state[index])
        reduce(index - long, by: state[index])
      }
      if exponent & 1 == 1 {
        for index in stride(from: long, to: 0, by: -1) { state[index] = state[index - 1] }
        state[0] = state[long]
        reduce(short, by: state[long])
      }
      if exponent != 0 { exponent >>= 1 } else { squarings -= 1 }
    }
    for index in 0..<long {
      numbers[Self.batch + (index < short ? index + long - short : index - short)] = state[index]
    }
    for _ in 0..<10 { advance(2 * long - 1) }
  }
}
