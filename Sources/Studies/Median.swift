extension Collection where Element: Comparable {
  /// The two in the middle of all in order, one twice where their number is odd; nil where there are none.
  var middle: (lower: Element, upper: Element)? {
    guard !isEmpty else { return nil }
    let sorted = sorted()
    return (sorted[(count - 1) / 2], sorted[count / 2])
  }
}

extension Collection<Double> {
  /// Half of all lie at or below it: the mean of two in the middle; nil where there are none.
  var median: Double? { middle.map { ($0.lower + $0.upper) / 2 } }
}
