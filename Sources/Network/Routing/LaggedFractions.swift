/// Repeatable random numbers 0 ≤ x < 1: Knuth's lagged Fibonacci generator X(j) = X(j − 100) + X(j − 37) mod 1, of each
/// 1009 numbers the first 100 (The Art of Computer Programming, volume 2, third edition, section 3.6, in the version
/// of 2002); the counterpart of `LaggedFibonacci`.
struct LaggedFractions {
  private static let longLag = 100
  private static let shortLag = 37
  private static let batch = 1009
  private static let unit = 0x1p-52

  private var state: [Double]
  private var numbers: [Double] = []
  private var used = 0

  init(seed: UInt64) {
    state = Self.start(Int(truncatingIfNeeded: seed) & ((1 << 30) - 1))
    for _ in 0..<10 { _ = advance(2 * Self.longLag - 1) }
  }

  mutating func next() -> Double {
    if used == numbers.count {
      numbers = Array(advance(Self.batch).prefix(Self.longLag))
      used = 0
    }
    used += 1
    return numbers[used - 1]
  }

  private static func sum(_ first: Double, _ second: Double) -> Double {
    let sum = first + second
    return sum - sum.rounded(.down)
  }

  /// The next numbers; the last 100 of the sequence that follows them become the state.
  private mutating func advance(_ count: Int) -> [Double] {
    var sequence = state
    sequence.reserveCapacity(count + Self.longLag)
    for index in Self.longLag..<(count + Self.longLag) {
      sequence.append(Self.sum(sequence[index - Self.longLag], sequence[index - Self.shortLag]))
    }
    state = Array(sequence.suffix(Self.longLag))
    return Array(sequence.prefix(count))
  }

  /// As for the integers: a power of a polynomial, by squaring.
  private static func start(_ seed: Int) -> [Double] {
    var state = [Double](repeating: 0, count: 2 * longLag)
    func add(_ value: Double, to index: Int) { state[index] = sum(state[index], value) }
    var bits = 2 * unit * Double(seed + 2)
    for index in 0..<longLag {
      state[index] = bits
      bits += bits
      if bits >= 1 { bits -= 1 - 2 * unit }
    }
    state[1] += unit
    var exponent = seed
    var squarings = 69
    while squarings > 0 {
      for index in stride(from: longLag - 1, to: 0, by: -1) {
        state[2 * index] = state[index]
        state[2 * index - 1] = 0
      }
      for index in stride(from: 2 * longLag - 2, through: longLag, by: -1) {
        add(state[index], to: index - (longLag - shortLag))
        add(state[index], to: index - longLag)
      }
      if exponent & 1 == 1 {
        for index in stride(from: longLag, to: 0, by: -1) { state[index] = state[index - 1] }
        state[0] = state[longLag]
        add(state[longLag], to: shortLag)
      }
      if exponent != 0 { exponent >>= 1 } else { squarings -= 1 }
    }
    return (0..<longLag).map { state[$0 < longLag - shortLag ? $0 + shortLag : $0 - (longLag - shortLag)] }
  }
}
