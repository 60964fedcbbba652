import TensorKernels

/// Products of row-major matrices, added to what is there: single-threaded, the same bits on every processor.
///
/// **Order of summation.** Each fp32 element of `c` is one chain of fused multiply-adds over k in ascending order
/// that begins at the element's old value: `c = fma(a[i, k], b[k, j], c)`. So the result does not depend on how
/// m, n or k are cut: accumulating k in pieces, in order, gives the bits of the whole. Integer sums are exact
/// modulo 2³².
public enum MatrixProduct {
  /// Rows and columns of `c` that the innermost loop holds in registers.
  static let tileRows = 6
  static let tileColumns = 16
  /// A block of packed `b` (240 KiB) and one of packed `a` (96 KiB) stay in a second-level cache of 512 KiB; one
  /// tile's column of `b` (16 KiB) in the first.
  static let blockRows = 96
  static let blockColumns = 240
  static let blockDepth = 256

  /// Fills `destination` with a block of `b`: for each group of 16 columns of the column range, for each k of the
  /// depth range, 16 consecutive values. Columns beyond the range may hold anything finite.
  public typealias PackColumns = (
    _ depth: Range<Int>, _ columns: Range<Int>, _ destination: UnsafeMutablePointer<Float>
  ) -> Void

  /// `c[m×n] += a[m×k] · b[k×n]`, row-major, rows `lda`, `ldb`, `ldc` elements apart. `aStep` and `bStep` are the
  /// distances of neighbours within a row: `lda: 1, aStep: m` reads a transposed matrix.
  public static func accumulate(
    m: Int, n: Int, k: Int, a: UnsafePointer<Float>, lda: Int, aStep: Int = 1,
    b: UnsafePointer<Float>, ldb: Int, bStep: Int = 1, c: UnsafeMutablePointer<Float>, ldc: Int
  ) {
    accumulate(
      m: m, n: n, k: k, a: a, lda: lda, aStep: aStep,
      packB: { depth, columns, target in
        pack(
          b + columns.lowerBound * bStep, depth: depth, ldb: ldb, bStep: bStep, count: columns.count, target)
      }, c: c, ldc: ldc)
  }

  /// The same with `b` handed over block by block, so that it need not exist as a whole (implicit im2col).
  public static func accumulate(
    m: Int, n: Int, k: Int, a: UnsafePointer<Float>, lda: Int, aStep: Int = 1, packB: PackColumns,
    c: UnsafeMutablePointer<Float>, ldc: Int
  ) {
    if m <= 0 || n <= 0 || k <= 0 { return }
    let depthLimit = min(k, blockDepth)
    let columnLimit = roundUp(min(n, blockColumns), tileColumns)
    let packedA = UnsafeMutablePointer<Float>.allocate(capacity: roundUp(m, tileRows) * depthLimit)
    let packedB = UnsafeMutablePointer<Float>.allocate(capacity: columnLimit * depthLimit)
    defer {
      packedA.deallocate()
      packedB.deallocate()
    }
    for firstK in stride(from: 0, to: k, by: blockDepth) {
      let depth = firstK..<min(k, firstK + blockDepth)
      pack(a, rows: m, depth: depth, lda: lda, aStep: aStep, packedA)
      for firstColumn in stride(from: 0, to: n, by: blockColumns) {
        let columns = firstColumn..<min(n, firstColumn + blockColumns)
        packB(depth, columns, packedB)
        let target = c + firstColumn
        multiply(
          m: m, n: columns.count, k: depth.count, a: packedA, b: packedB, c: target, ldc: ldc)
      }
    }
  }

  static func roundUp(_ value: Int, _ step: Int) -> Int { (value + step - 1) / step * step }

  /// One packed block of `a` (all rows) by one of `b`.
  private static func multiply(
    m: Int, n: Int, k: Int, a: UnsafePointer<Float>, b: UnsafePointer<Float>,
    c: UnsafeMutablePointer<Float>, ldc: Int
  ) {
    for firstRow in stride(from: 0, to: m, by: blockRows) {
      for column in stride(from: 0, to: n, by: tileColumns) {
        for row in stride(from: firstRow, to: min(m, firstRow + blockRows), by: tileRows) {
          let corner = c + (row * ldc + column)
          let rows = min(tileRows, m - row)
          let columns = min(tileColumns, n - column)
          tile(k, a + row * k, b + column * k, corner, ldc, rows: rows, columns: columns)
        }
      }
    }
  }

  /// One tile; at the edges by way of a full tile beside the matrix.
  private static func tile(
    _ k: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>,
    _ ldc: Int, rows: Int, columns: Int
  ) {
    if rows == tileRows && columns == tileColumns {
      kernel_product_6x16(k, a, b, tileColumns, c, ldc)
      return
    }
    withUnsafeTemporaryAllocation(of: Float.self, capacity: tileRows * tileColumns) { edge in
      edge.initialize(repeating: 0)
      let full = edge.baseAddress!
      for row in 0..<rows {
        (full + row * tileColumns).update(from: c + row * ldc, count: columns)
      }
      kernel_product_6x16(k, a, b, tileColumns, full, tileColumns)
      for row in 0..<rows {
        (c + row * ldc).update(from: full + row * tileColumns, count: columns)
      }
    }
  }
}
