extension Constraint {
  /// Whether no values within the ranges keep the condition: interval arithmetic, which errs on the side of “maybe”.
  /// - Parameter range: where a metric's or path's value lies; nil where nothing is known of it.
  func isImpossible(within range: (String) -> ClosedRange<Double>?) -> Bool {
    let (left, right) = (left.range(range), right.range(range))
    return switch relation {
    case .atMost: left.lowerBound > right.upperBound
    case .below: left.lowerBound >= right.upperBound
    case .atLeast: left.upperBound < right.lowerBound
    case .above: left.upperBound <= right.lowerBound
    case .equal: left.lowerBound > right.upperBound || left.upperBound < right.lowerBound
    case .different: false
    }
  }
}

extension Term {
  private static let anything = -Double.infinity...Double.infinity

  /// Where the term's value lies.
  fileprivate func range(_ lookup: (String) -> ClosedRange<Double>?) -> ClosedRange<Double> {
    switch self {
    case .number(let number), .figure(let number, _, _): return number...number
    case .name(let name): return lookup(name) ?? Self.anything
    case .operation(let symbol, let left, let right):
      let (left, right) = (left.range(lookup), right.range(lookup))
      if symbol == "/", right.contains(0) { return Self.anything }
      let ends = [left.lowerBound, left.upperBound].flatMap { one in
        [right.lowerBound, right.upperBound].map { Self.value(symbol, one, $0) }
      }
      // What is not a number has no ends: infinity less infinity, or times nothing.
      guard let least = ends.min(), let most = ends.max(), !ends.contains(where: \.isNaN) else {
        return Self.anything
      }
      return least...most
    }
  }

  private static func value(_ symbol: Character, _ one: Double, _ other: Double) -> Double {
    switch symbol {
    case "+": one + other
    case "-": one - other
    case "*": one * other
    default: one / other
    }
  }
}
