/// A matrix of integers in memory, either axis of which may be the contiguous one.
struct StridedOperand<Element: ProductInteger> {
  var base: UnsafePointer<Element>
  var rows: Int
  var columns: Int
  var rowStep: Int
  var columnStep: Int

  /// The matrix less its zero point in 32 bits, in the order it lies in memory.
  func withWidened(
    less zeroPoint: Int32, _ body: (UnsafePointer<Int32>, _ rowStep: Int, _ columnStep: Int) -> Void
  ) {
    let widen: (UnsafePointer<Element>, Int, Int32, UnsafeMutablePointer<Int32>) -> Void = Element.widen
    let wide = UnsafeMutablePointer<Int32>.allocate(capacity: rows * columns)
    defer { wide.deallocate() }
    if columnStep == 1 {
      for row in 0..<rows { widen(base + row * rowStep, columns, zeroPoint, wide + row * columns) }
      return body(wide, columns, 1)
    }
    for column in 0..<columns {
      let line = wide + column * rows
      let from = base + column * columnStep
      if rowStep == 1 {
        widen(from, rows, zeroPoint, line)
      } else {
        for row in 0..<rows { widen(from + row * rowStep, 1, zeroPoint, line + row) }
      }
    }
    body(wide, 1, rows)
  }
}
