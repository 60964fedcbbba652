/// How often each latency was seen: exact below 1,024 cycles; above, in steps of at most 1/512 of the latency.
struct LatencyHistogram: ~Copyable {
  private static let exact = 1024
  private static let stepsPerOctave = 512
  /// Octaves above `exact`: latencies up to 2^40 cycles are told apart.
  private static let octaves = 30

  private let counts: FlatArray<Int>
  private(set) var count = 0
  private var sum = 0
  private var longest = 0

  init() { counts = FlatArray(repeating: 0, count: Self.exact + Self.octaves * Self.stepsPerOctave) }

  @inline(__always) mutating func note(_ cycles: Int) {
    counts[Self.bin(of: cycles)] &+= 1
    count &+= 1
    sum &+= cycles
    longest = max(longest, cycles)
  }

  @inline(__always) private static func bin(of cycles: Int) -> Int {
    if cycles < exact { return max(cycles, 0) }
    let octave = Int.bitWidth - 1 - cycles.leadingZeroBitCount - 10
    guard octave < octaves else { return exact + octaves * stepsPerOctave - 1 }
    return exact + octave * stepsPerOctave + (cycles >> (octave + 1)) - stepsPerOctave
  }

  /// The longest latency of a bin.
  private static func limit(ofBin bin: Int) -> Int {
    guard bin >= exact else { return bin }
    let (octave, step) = (bin - exact).quotientAndRemainder(dividingBy: stepsPerOctave)
    return ((stepsPerOctave + step + 1) << (octave + 1)) - 1
  }

  /// The latency that a part of all does not exceed (nearest rank).
  private func cycles(percentile: Int) -> Int {
    let rank = max(1, (count * percentile + 99) / 100)
    var seen = 0
    for bin in 0..<counts.count {
      seen += counts[bin]
      if seen >= rank { return min(longest, Self.limit(ofBin: bin)) }
    }
    return longest
  }

  /// nil where nothing was seen.
  var record: LatencyRecord? {
    guard count > 0 else { return nil }
    return LatencyRecord(
      count: count, meanCycles: Double(sum) / Double(count), medianCycles: cycles(percentile: 50),
      p99Cycles: cycles(percentile: 99), maximumCycles: longest)
  }
}
