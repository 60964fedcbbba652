/// A decimal number as it stands in a text, without the rounding that a `Double` would bring.
struct ExactDecimal {
  /// The number times ten to the power of `scale`.
  var digits: Int
  var scale: Int

  enum Product: Equatable {
    case whole(Int)
    case fraction
    case overflow
  }

  /// Reads `12`, `12.5`; nil for anything else, and for more digits than an `Int` holds.
  init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    var decimals = parts.count == 2 ? parts[1] : ""
    while decimals.last == "0" { decimals.removeLast() }
    guard let digits = Int(String(parts[0]) + String(decimals)), digits >= 0 else { return nil }
    self.digits = digits
    self.scale = decimals.count
  }

  func multiplied(by factor: Int) -> Product {
    var digits = digits
    var factor = factor
    for _ in 0..<scale {
      // Divide by 2 and by 5 wherever they are, so that the product stays small.
      for prime in [2, 5] {
        if digits % prime == 0 {
          digits /= prime
        } else if factor % prime == 0 {
          factor /= prime
        } else {
          return .fraction
        }
      }
    }
    let (product, overflow) = digits.multipliedReportingOverflow(by: factor)
    return overflow ? .overflow : .whole(product)
  }
}
