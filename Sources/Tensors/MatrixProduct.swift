import TensorKernels

/// Products of row-major matrices, added to what is there: single-threaded, the same bits on every processor.
///
/// **Order of summation.** Each fp32 element of `c` is one chain of fused multiply-adds over k in ascending order
/// that begins at the element's old value: `c = fma(a[i, k], b[k, j], c)`. So the result does not depend on how
/// m, n or k are cut: accumulating k in pieces, in order, gives the bits of the whole. Integer sums are exact
/// modulo 2³².
public enum MatrixProduct {
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
    let columns = FloatLines(base: b + first * bStep, lineStep: bStep, depthStep: ldb)
    BlockedProduct<FloatTile>.accumulate(
      m: m, n: n - first, k: k, a: FloatLines(base: a, lineStep: lda, depthStep: aStep),
      packB: { columns.pack($1, $0, width: 16, $2) }, c: c + first, ldc: ldc, kernel: kernel)
  }
}
