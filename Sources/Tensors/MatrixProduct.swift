import TensorKernels

/// Products of row-major matrices, added to what is there: single-threaded, the same bits on every processor.
///
/// **Order of summation.** Each fp32 element of `c` is one chain of fused multiply-adds over k in ascending order
/// that begins at the element's old value: `c = fma(a[i, k], b[k, j], c)`. So the result does not depend on how
/// m, n or k are cut: accumulating k in pieces, in order, gives the bits of the whole. Integer sums are exact
/// modulo 2³².
public enum MatrixProduct {
  /// Fills `target` with a block of `b`: for each group of 16 columns of the column range, for each k of the
  /// depth range, 16 consecutive values. Values beyond the last column are ignored.
  public typealias PackColumns = (
    _ depth: Range<Int>, _ columns: Range<Int>, _ target: UnsafeMutablePointer<Float>
  ) -> Void

  /// `c[m×n] += a[m×k] · b[k×n]`, row-major, rows `lda`, `ldb`, `ldc` elements apart. `aStep` and `bStep` are the
  /// distances of neighbours within a row: `ldb: 1, bStep: k` reads a transposed matrix.
  public static func accumulate(
    m: Int, n: Int, k: Int, a: UnsafePointer<Float>, lda: Int, aStep: Int = 1,
    b: UnsafePointer<Float>, ldb: Int, bStep: Int = 1, c: UnsafeMutablePointer<Float>, ldc: Int
  ) {
    accumulate(
      m: m, n: n, k: k, a: a, lda: lda, aStep: aStep, b: b, ldb: ldb, bStep: bStep, c: c, ldc: ldc,
      kernel: .best)
  }

  /// The same with `b` handed over block by block, so that it need not exist as a whole.
  public static func accumulate(
    m: Int, n: Int, k: Int, a: UnsafePointer<Float>, lda: Int, aStep: Int = 1, packB: PackColumns,
    c: UnsafeMutablePointer<Float>, ldc: Int
  ) {
    accumulate(
      m: m, n: n, k: k, a: a, lda: lda, aStep: aStep, packB: packB, c: c, ldc: ldc, kernel: .best)
  }

  static func accumulate(
    m: Int, n: Int, k: Int, a: UnsafePointer<Float>, lda: Int, aStep: Int, b: UnsafePointer<Float>,
    ldb: Int, bStep: Int, c: UnsafeMutablePointer<Float>, ldc: Int, kernel: ProductKernel
  ) {
    if m == 1 && n > 1 && ldb == 1 && bStep != 1 {
      // A row by a transposed matrix is that matrix by a column, which needs no rearranging.
      return accumulate(
        m: n, n: 1, k: k, a: b, lda: bStep, aStep: 1, b: a, ldb: aStep, bStep: 1, c: c, ldc: 1,
        kernel: kernel)
    }
    var done = 0
    if m == 1 && bStep == 1 && kernel == .processor {
      // `b` is used once, so packing it would only cost.
      while done + 64 <= n {
        kernel_product_1x64(k, a, aStep, b + done, ldb, c + done)
        done += 64
      }
    }
    let first = done
    accumulate(
      m: m, n: n - first, k: k, a: a, lda: lda, aStep: aStep,
      packB: { depth, columns, target in
        pack(b + (first + columns.lowerBound) * bStep, columns.count, depth, ldb, bStep, target)
      }, c: c + first, ldc: ldc, kernel: kernel)
  }

  static func accumulate(
    m: Int, n: Int, k: Int, a: UnsafePointer<Float>, lda: Int, aStep: Int, packB: PackColumns,
    c: UnsafeMutablePointer<Float>, ldc: Int, kernel: ProductKernel
  ) {
    if m <= 0 || n <= 0 || k <= 0 { return }
    if aStep == 1 {
      return BlockedProduct<FloatTile>.accumulate(
        m: m, n: n, k: k, a: a, lda: lda, packB: packB, c: c, ldc: ldc, kernel: kernel)
    }
    let turned = UnsafeMutablePointer<Float>.allocate(capacity: m * k)
    defer { turned.deallocate() }
    for row in 0..<m {
      for index in 0..<k { turned[row * k + index] = a[row * lda + index * aStep] }
    }
    BlockedProduct<FloatTile>.accumulate(
      m: m, n: n, k: k, a: turned, lda: k, packB: packB, c: c, ldc: ldc, kernel: kernel)
  }

  /// Columns of `b` in groups of 16, k by k; columns beyond the last repeat it.
  private static func pack(
    _ b: UnsafePointer<Float>, _ count: Int, _ depth: Range<Int>, _ ldb: Int, _ bStep: Int,
    _ target: UnsafeMutablePointer<Float>
  ) {
    let strip = 16 * depth.count
    let whole = bStep == 1 ? count / 16 : 0
    // Row by row, as `b` lies in memory.
    for k in 0..<depth.count {
      var from = b + (depth.lowerBound + k) * ldb
      var to = target + 16 * k
      for _ in 0..<whole {
        to.update(from: from, count: 16)
        from += 16
        to += strip
      }
    }
    for group in stride(from: 16 * whole, to: count, by: 16) {
      let to = target + group * depth.count
      for index in 0..<16 {
        let line = b + (min(group + index, count - 1) * bStep + depth.lowerBound * ldb)
        for k in 0..<depth.count { to[k * 16 + index] = line[k * ldb] }
      }
    }
  }
}
