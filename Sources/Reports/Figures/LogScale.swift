import Foundation

/// A logarithmic axis between powers of ten that are powers of two or ten apart from what it holds.
struct LogScale {
  let lower: Double
  let upper: Double

  /// From the power of ten at or below the smallest value to the one at or above the largest.
  /// - Precondition: all values are positive.
  init(toHold values: [Double]) {
    let smallest = values.min() ?? 1
    let largest = values.max() ?? 10
    precondition(smallest > 0)
    lower = pow(10, floor(log10(smallest) + 1e-9))
    upper = max(lower * 10, pow(10, ceil(log10(largest) - 1e-9)))
  }

  /// 0 at the lower end, 1 at the upper one.
  func fraction(_ value: Double) -> Double { log(value / lower) / log(upper / lower) }

  var decades: [Double] {
    let count = Int((log10(upper / lower)).rounded())
    return (0...count).map { lower * pow(10, Double($0)) }
  }
}
