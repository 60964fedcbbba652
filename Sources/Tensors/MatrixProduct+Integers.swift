extension MatrixProduct {
  /// `c[m×n] += (a - aZeroPoint)[m×k] · (b - bZeroPoint)[k×n]`, exact modulo 2³². Fast where operands less their zero
  /// points fit 16 bits: 8-bit types, and Int16 without a zero point.
  public static func accumulate<A: ProductInteger, B: ProductInteger>(
    m: Int, n: Int, k: Int, a: UnsafePointer<A>, lda: Int, aStep: Int = 1, aZeroPoint: Int32 = 0,
    b: UnsafePointer<B>, ldb: Int, bStep: Int = 1, bZeroPoint: Int32 = 0,
    c: UnsafeMutablePointer<Int32>, ldc: Int
  ) {
    if m <= 0 || n <= 0 || k <= 0 { return }
    if m == 1 && n > 1 && ldb == 1 && bStep != 1 {
      // A row by a transposed matrix is that matrix by a column, which needs no rearranging.
      return accumulate(
        m: n, n: 1, k: k, a: b, lda: bStep, aZeroPoint: bZeroPoint, b: a, ldb: aStep,
        bZeroPoint: aZeroPoint, c: c, ldc: 1)
    }
    if A.fits16Bits(zeroPoint: aZeroPoint) && B.fits16Bits(zeroPoint: bZeroPoint) {
      accumulate16(
        m: m, n: n, k: k, a: IntegerLines(base: a, lineStep: lda, depthStep: aStep, zeroPoint: aZeroPoint),
        b: IntegerLines(base: b, lineStep: bStep, depthStep: ldb, zeroPoint: bZeroPoint), c: c, ldc: ldc,
        kernel: .best)
    } else {
      let left = StridedOperand(base: a, rows: m, columns: k, rowStep: lda, columnStep: aStep)
      let right = StridedOperand(base: b, rows: k, columns: n, rowStep: ldb, columnStep: bStep)
      left.withWidened(less: aZeroPoint) { a, lda, aStep in
        right.withWidened(less: bZeroPoint) { b, ldb, bStep in
          accumulate32(
            m: m, n: n, k: k, a: a, lda: lda, aStep: aStep, b: b, ldb: ldb, bStep: bStep, c: c, ldc: ldc)
        }
      }
    }
  }

  static func accumulate16<A: ProductInteger, B: ProductInteger>(
    m: Int, n: Int, k: Int, a: IntegerLines<A>, b: IntegerLines<B>, c: UnsafeMutablePointer<Int32>, ldc: Int,
    kernel: ProductKernel
  ) {
    BlockedProduct<IntegerTile>.accumulate(
      m: m, n: n, k: k, a: a, packB: { b.pack($1, $0, width: 16, $2) }, c: c, ldc: ldc, kernel: kernel)
  }

  /// Any operands, one after the other.
  private static func accumulate32(
    m: Int, n: Int, k: Int, a: UnsafePointer<Int32>, lda: Int, aStep: Int, b: UnsafePointer<Int32>,
    ldb: Int, bStep: Int, c: UnsafeMutablePointer<Int32>, ldc: Int
  ) {
    for i in 0..<m {
      let row = c + i * ldc
      for p in 0..<k {
        let x = a[i * lda + p * aStep]
        let from = b + p * ldb
        for j in 0..<n { row[j] &+= x &* from[j * bStep] }
      }
    }
  }
}
