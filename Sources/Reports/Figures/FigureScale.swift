/// A linear axis from zero whose marks are round whole numbers: 1, 2 or 5 times a power of ten apart.
struct FigureScale {
  /// Value at the far end: the last mark, at or beyond the largest value.
  let end: Double
  let marks: [Double]

  /// - Precondition: at least one mark is wanted.
  init(toHold largest: Double, marks wanted: Int) {
    precondition(wanted > 0)
    let extent = max(largest, Double(wanted))
    let step = roundStep(covering: extent, marks: wanted)
    let count = Int((extent / step).rounded(.up))
    marks = (0...count).map { Double($0) * step }
    end = Double(count) * step
  }
}
