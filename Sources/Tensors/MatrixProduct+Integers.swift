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
    let narrow = A.fits16Bits(zeroPoint: aZeroPoint) && B.fits16Bits(zeroPoint: bZeroPoint)
    let left = StridedOperand(base: a, rows: m, columns: k, rowStep: lda, columnStep: aStep)
    let right = StridedOperand(base: b, rows: k, columns: n, rowStep: ldb, columnStep: bStep)
    if narrow {
      left.withRows(less: aZeroPoint, as: Int16.self, widen: A.widen) { a, lda, aStep in
        right.withRows(less: bZeroPoint, as: Int16.self, widen: B.widen) { b, ldb, bStep in
          accumulate16(
            m: m, n: n, k: k, a: a, lda: lda, aStep: aStep, b: b, ldb: ldb, bStep: bStep, c: c, ldc: ldc,
            kernel: .best)
        }
      }
    } else {
      left.withRows(less: aZeroPoint, as: Int32.self, widen: A.widen) { a, lda, aStep in
        right.withRows(less: bZeroPoint, as: Int32.self, widen: B.widen) { b, ldb, bStep in
          accumulate32(
            m: m, n: n, k: k, a: a, lda: lda, aStep: aStep, b: b, ldb: ldb, bStep: bStep, c: c, ldc: ldc)
        }
      }
    }
  }

  static func accumulate16(
    m: Int, n: Int, k: Int, a: UnsafePointer<Int16>, lda: Int, aStep: Int, b: UnsafePointer<Int16>,
    ldb: Int, bStep: Int, c: UnsafeMutablePointer<Int32>, ldc: Int, kernel: ProductKernel
  ) {
    BlockedProduct<IntegerTile>.accumulate(
      m: m, n: n, k: k,
      packA: { depth, rows, target in packPairs(a, rows: rows, depth, lda, aStep, target) },
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

  /// Rows of `a` in groups of 6, two k values at a time; beyond the last row and the last k, zero.
  static func packPairs(
    _ a: UnsafePointer<Int16>, rows: Range<Int>, _ depth: Range<Int>, _ lda: Int, _ aStep: Int,
    _ target: UnsafeMutablePointer<Int16>
  ) {
    let pairs = (depth.count + 1) / 2
    var to = target
    for row in stride(from: rows.lowerBound, to: rows.upperBound, by: 6) {
      for index in 0..<6 {
        let used = row + index < rows.upperBound
        let line = a + (used ? (row + index) * lda + depth.lowerBound * aStep : 0)
        for pair in 0..<pairs {
          to[pair * 12 + 2 * index] = used ? line[2 * pair * aStep] : 0
          let odd = used && 2 * pair + 1 < depth.count
          to[pair * 12 + 2 * index + 1] = odd ? line[(2 * pair + 1) * aStep] : 0
        }
      }
      to += 12 * pairs
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

/// A matrix in memory, either axis of which may be the contiguous one.
private struct StridedOperand<Element: ProductInteger> {
  var base: UnsafePointer<Element>
  var rows: Int
  var columns: Int
  var rowStep: Int
  var columnStep: Int

  /// The matrix less its zero point in a wider type: its base, row step and column step.
  func withRows<Wide: FixedWidthInteger & BitwiseCopyable>(
    less zeroPoint: Int32, as: Wide.Type,
    widen: (UnsafePointer<Element>, Int, Int32, UnsafeMutablePointer<Wide>) -> Void,
    _ body: (UnsafePointer<Wide>, Int, Int) -> Void
  ) {
    let wide = UnsafeMutablePointer<Wide>.allocate(capacity: rows * columns)
    defer { wide.deallocate() }
    if columnStep == 1 {
      for row in 0..<rows { widen(base + row * rowStep, columns, zeroPoint, wide + row * columns) }
      body(wide, columns, 1)
    } else if rowStep == 1 {
      for column in 0..<columns { widen(base + column * columnStep, rows, zeroPoint, wide + column * rows) }
      body(wide, 1, rows)
    } else {
      for row in 0..<rows {
        for column in 0..<columns {
          let from = base + (row * rowStep + column * columnStep)
          widen(from, 1, zeroPoint, wide + (row * columns + column))
        }
      }
      body(wide, columns, 1)
    }
  }
}
