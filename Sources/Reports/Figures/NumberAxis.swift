import Foundation

/// An axis that holds what it is given: logarithmic where values are positive and far apart, else linear.
struct NumberAxis {
  let lower: Double
  let upper: Double
  let isLogarithmic: Bool
  let marks: [Double]

  init(toHold values: [Double], marks wanted: Int = 6) {
    let smallest = values.min() ?? 0
    let largest = values.max() ?? 1
    isLogarithmic = smallest > 0 && largest / smallest > 30
    if isLogarithmic {
      let (low, high) = (log10(smallest), log10(largest))
      let margin = (high - low) * 0.04
      lower = pow(10, low - margin)
      upper = pow(10, high + margin)
      let factors = high - low > 3 ? [1.0] : high - low > 1.5 ? [1.0, 3] : [1.0, 2, 5]
      let range = lower...upper
      let candidates = (Int(low.rounded(.down)) - 1...Int(high.rounded(.up))).flatMap { power in
        factors.map { $0 * pow(10, Double(power)) }
      }
      marks = candidates.filter { range.contains($0) }
    } else {
      let extent = largest > smallest ? largest - smallest : max(abs(largest), 1)
      let isNearZero = smallest >= 0 && smallest < extent * 0.6
      lower = isNearZero ? 0 : smallest - extent * 0.05
      upper = largest + extent * 0.05
      let width = upper - lower
      let step = roundStep(covering: width, marks: wanted)
      // Ends so near to each other or so far apart that no steps are between them in 64 bits are marked themselves.
      let hasSteps = step.isNormal && width / step < 100 && lower + step > lower && upper - step < upper
      marks =
        hasSteps
        ? stride(from: (lower / step).rounded(.up) * step, through: upper, by: step).map(\.self)
        : [smallest, largest]
    }
  }

  /// 0 at the lower end, 1 at the upper one.
  func fraction(_ value: Double) -> Double {
    // Halves, so that the span of the largest numbers does not overflow.
    let fraction =
      isLogarithmic
      ? log(value / lower) / log(upper / lower) : (value / 2 - lower / 2) / (upper / 2 - lower / 2)
    return fraction.isFinite ? fraction : 0.5
  }
}
