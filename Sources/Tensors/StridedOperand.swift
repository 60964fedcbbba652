/// A matrix of integers in memory, either axis of which may be the contiguous one.
struct StridedOperand<Element: ProductInteger> {
  var base: UnsafePointer<Element>
  var rows: Int
  var columns: Int
  var rowStep: Int
  var columnStep: Int

  /// The matrix less its zero point in 16 bits, row-major, rows of even length: a zero follows an odd last column.
  func withEvenRows(less zeroPoint: Int32, _ body: (UnsafePointer<Int16>, _ rowStep: Int) -> Void) {
    let stride = (columns + 1) & ~1
    let target = UnsafeMutablePointer<Int16>.allocate(capacity: rows * stride)
    defer { target.deallocate() }
    for row in 0..<rows {
      let line = target + row * stride
      let from = base + row * rowStep
      if columnStep == 1 {
        Element.widen(from, count: columns, zeroPoint: zeroPoint, into: line)
      } else {
        for column in 0..<columns {
          Element.widen(from + column * columnStep, count: 1, zeroPoint: zeroPoint, into: line + column)
        }
      }
      if columns % 2 == 1 { line[columns] = 0 }
    }
    body(target, stride)
  }

  /// The matrix less its zero point in a wider type, in the order it lies in memory.
  func withWidened<Wide: FixedWidthInteger & BitwiseCopyable>(
    less zeroPoint: Int32, as: Wide.Type,
    widen: (UnsafePointer<Element>, Int, Int32, UnsafeMutablePointer<Wide>) -> Void,
    _ body: (UnsafePointer<Wide>, _ rowStep: Int, _ columnStep: Int) -> Void
  ) {
    let wide = UnsafeMutablePointer<Wide>.allocate(capacity: rows * columns)
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
