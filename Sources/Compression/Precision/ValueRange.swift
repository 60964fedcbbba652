/// What is known of the numbers of a tensor: their ends, and where asked for how they are spread.
public struct ValueRange: Sendable, Hashable {
  public private(set) var lower: Float
  public private(set) var upper: Float
  /// Counts in equal parts from `lower` to `upper`; empty unless asked for.
  var histogram: [Int] = []

  static let binCount = 2_048

  init(_ values: [Float]) {
    lower = .infinity
    upper = -.infinity
    include(values)
  }

  mutating func include(_ values: [Float]) {
    for value in values {
      lower = min(lower, value)
      upper = max(upper, value)
    }
  }

  /// Takes in the numbers of another tensor; where they were counted, each as the centre of its bin.
  mutating func formUnion(_ other: ValueRange) {
    let parts = [self, other]
    lower = min(lower, other.lower)
    upper = max(upper, other.upper)
    guard parts.contains(where: { !$0.histogram.isEmpty }) else { return }
    histogram = [Int](repeating: 0, count: ValueRange.binCount)
    for part in parts {
      for (bin, count) in part.histogram.enumerated() where count > 0 {
        histogram[self.bin(of: part.centre(of: bin))] += count
      }
    }
  }

  /// Whether the ends are numbers.
  var isFinite: Bool { lower.isFinite && upper.isFinite }
  var largestMagnitude: Float { max(abs(lower), abs(upper)) }
  private var width: Float { (upper - lower) / Float(ValueRange.binCount) }

  mutating func count(_ values: [Float]) {
    if histogram.isEmpty { histogram = [Int](repeating: 0, count: ValueRange.binCount) }
    for value in values { histogram[bin(of: value)] += 1 }
  }

  private func bin(of value: Float) -> Int {
    guard width > 0 else { return 0 }
    return Int(min(max((value - lower) / width, 0), Float(ValueRange.binCount - 1)))
  }

  private func centre(of bin: Int) -> Float { lower + (Float(bin) + 0.5) * width }

  /// The ends between which `percentage` of the counted numbers lie, as many outside at each end.
  func ends(holding percentage: Double) -> (lower: Float, upper: Float) {
    let total = histogram.reduce(0, +)
    let outside = Double(total) * (1 - percentage / 100) / 2
    var low = 0
    var passed = 0.0
    while low < histogram.count - 1, passed + Double(histogram[low]) <= outside {
      passed += Double(histogram[low])
      low += 1
    }
    var high = histogram.count - 1
    passed = 0
    while high > low, passed + Double(histogram[high]) <= outside {
      passed += Double(histogram[high])
      high -= 1
    }
    return (lower + Float(low) * width, lower + Float(high + 1) * width)
  }

  /// The counted numbers, each bin as its centre.
  func squaredError(of codes: Codes) -> Double {
    var sum = 0.0
    for (bin, count) in histogram.enumerated() where count > 0 {
      let value = centre(of: bin)
      let error = Double(codes.nearest(to: value) - value)
      sum += Double(count) * error * error
    }
    return sum
  }
}

extension IntegerFormat {
  /// The codes of activations.
  func codes(for range: ValueRange) -> Codes {
    codes(range, bits: activationBits, isSymmetric: hasSymmetricActivations)
  }

  /// The codes of weights that share a scale.
  func codes(forWeights weights: [Float]) -> Codes {
    var range = ValueRange(weights)
    if self.range != .minMax { range.count(weights) }
    return codes(range, bits: weightBits, isSymmetric: hasSymmetricWeights)
  }

  private func codes(_ values: ValueRange, bits: Int, isSymmetric: Bool) -> Codes {
    func make(_ lower: Float, _ upper: Float) -> Codes {
      isSymmetric
        ? Codes(symmetric: lower, upper, bits: bits) : Codes(unsigned: lower, upper, bits: bits)
    }
    switch range {
    case .minMax: return make(values.lower, values.upper)
    case .percentile(let percentage):
      let ends = values.ends(holding: percentage)
      return make(ends.lower, ends.upper)
    case .meanSquaredError:
      // Ends drawn in by whole percents, both in proportion.
      let candidates = stride(from: Float(100), through: 10, by: -1).map { part in
        make(values.lower * part / 100, values.upper * part / 100)
      }
      return candidates.min { values.squaredError(of: $0) < values.squaredError(of: $1) } ?? candidates[0]
    }
  }
}
