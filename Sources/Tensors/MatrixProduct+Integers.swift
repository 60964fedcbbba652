import TensorKernels

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
    let left = StridedOperand(base: a, rows: m, columns: k, rowStep: lda, columnStep: aStep)
    let right = StridedOperand(base: b, rows: k, columns: n, rowStep: ldb, columnStep: bStep)
    if A.fits16Bits(zeroPoint: aZeroPoint) && B.fits16Bits(zeroPoint: bZeroPoint) {
      left.withEvenRows(less: aZeroPoint) { a, lda in
        right.withWidened(less: bZeroPoint, as: Int16.self, widen: B.widen) { b, ldb, bStep in
          accumulate16(
            m: m, n: n, k: k, a: a, lda: lda, b: b, ldb: ldb, bStep: bStep, c: c, ldc: ldc, kernel: .best)
        }
      }
    } else {
      left.withWidened(less: aZeroPoint, as: Int32.self, widen: A.widen) { a, lda, aStep in
        right.withWidened(less: bZeroPoint, as: Int32.self, widen: B.widen) { b, ldb, bStep in
          accumulate32(
            m: m, n: n, k: k, a: a, lda: lda, aStep: aStep, b: b, ldb: ldb, bStep: bStep, c: c, ldc: ldc)
        }
      }
    }
  }

  /// - Parameter a: rows of even length; see `StridedOperand.withEvenRows`.
  static func accumulate16(
    m: Int, n: Int, k: Int, a: UnsafePointer<Int16>, lda: Int, b: UnsafePointer<Int16>, ldb: Int,
    bStep: Int, c: UnsafeMutablePointer<Int32>, ldc: Int, kernel: ProductKernel
  ) {
    BlockedProduct<IntegerTile>.accumulate(
      m: m, n: n, k: k, a: a, lda: lda,
      packB: { depth, columns, target in
        packPairs(b + columns.lowerBound * bStep, columns.count, depth, ldb, bStep, target)
      }, c: c, ldc: ldc, kernel: kernel)
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

  /// Columns of `b` in groups of 16, two k values at a time. An odd last k is paired with itself: `a` has zero there.
  private static func packPairs(
    _ b: UnsafePointer<Int16>, _ count: Int, _ depth: Range<Int>, _ ldb: Int, _ bStep: Int,
    _ target: UnsafeMutablePointer<Int16>
  ) {
    let pairs = (depth.count + 1) / 2
    var to = target
    for column in stride(from: 0, to: count, by: 16) {
      let used = min(16, count - column)
      for pair in 0..<pairs {
        let k = depth.lowerBound + 2 * pair
        let even = b + (k * ldb + column * bStep)
        let odd = k + 1 < depth.upperBound ? even + ldb : even
        if used == 16 && bStep == 1 {
          kernel_interleave_i16(16, even, odd, to)
        } else {
          for index in 0..<16 {
            let place = min(index, used - 1) * bStep
            to[2 * index] = even[place]
            to[2 * index + 1] = odd[place]
          }
        }
        to += 32
      }
    }
  }
}
