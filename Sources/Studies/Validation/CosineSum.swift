import Foundation

/// `Σ f(i) cos(0.1 i)`, which every element of an output has a part in.
enum CosineSum {
  /// Chance that errors of correct implementations add up to more than `growth` says.
  static let risk = 1e-9

  /// How many times the bound of an element's error the sum's error may be: `Σ |cos(0.1 i)|` when all of them conspire, and
  /// `√(2 ln(2 / risk) · Σ cos²(0.1 i))` when their signs are independent (Hoeffding's inequality), whichever is less. An error
  /// that all elements share, of the same sign or in proportion, cancels in the cosines.
  static func growth(count: Int) -> Double {
    var (absolute, square) = (0.0, 0.0)
    for index in 0..<count {
      let weight = cos(0.1 * Double(index))
      absolute += abs(weight)
      square += weight * weight
    }
    return max(1, min(absolute, (2 * log(2 / risk) * square).squareRoot()))
  }
}
