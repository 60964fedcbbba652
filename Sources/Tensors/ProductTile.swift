import TensorKernels

/// Which innermost loops are used; both give the same bits.
enum ProductKernel: Sendable {
  /// Vector instructions of this processor, chosen at run time.
  case processor
  /// Plain Swift, for processors without fused multiply-add vectors and as the other side of tests.
  case portable

  static let best: ProductKernel = kernel_has_fused_vectors() ? .processor : .portable
}

/// The part of a matrix product that stays in registers: 6 rows by 16 columns of `c`, 6 rows of `a`, and a strip of
/// packed `b`: for each step of k, 16 columns of `depthStep` neighbouring k values.
protocol ProductTile {
  associatedtype Operand: BitwiseCopyable & AdditiveArithmetic
  associatedtype Sum: BitwiseCopyable & AdditiveArithmetic
  static var depthStep: Int { get }
  /// `c += a · b` for a full tile.
  static func multiply(
    steps: Int, a: UnsafePointer<Operand>, lda: Int, b: UnsafePointer<Operand>,
    c: UnsafeMutablePointer<Sum>, ldc: Int, kernel: ProductKernel)
}

/// fp32: one k value a step; each element of `c` continues its chain of fused multiply-adds.
enum FloatTile: ProductTile {
  static var depthStep: Int { 1 }

  static func multiply(
    steps: Int, a: UnsafePointer<Float>, lda: Int, b: UnsafePointer<Float>,
    c: UnsafeMutablePointer<Float>, ldc: Int, kernel: ProductKernel
  ) {
    if kernel == .processor { return kernel_product_6x16(steps, a, lda, b, c, ldc) }
    for row in 0..<6 {
      let target = UnsafeMutableRawPointer(c + row * ldc)
      var sums = target.loadUnaligned(as: SIMD16<Float>.self)
      for k in 0..<steps {
        let values = UnsafeRawPointer(b + k * 16).loadUnaligned(as: SIMD16<Float>.self)
        sums = sums.addingProduct(SIMD16(repeating: a[row * lda + k]), values)
      }
      target.storeBytes(of: sums, as: SIMD16<Float>.self)
    }
  }
}

/// 16-bit operands, 32-bit sums that wrap: two k values a step.
enum IntegerTile: ProductTile {
  static var depthStep: Int { 2 }

  static func multiply(
    steps: Int, a: UnsafePointer<Int16>, lda: Int, b: UnsafePointer<Int16>,
    c: UnsafeMutablePointer<Int32>, ldc: Int, kernel: ProductKernel
  ) {
    if kernel == .processor { return kernel_product_i16_6x16(steps, a, lda, b, c, ldc) }
    for row in 0..<6 {
      let target = UnsafeMutableRawPointer(c + row * ldc)
      var sums = target.loadUnaligned(as: SIMD16<Int32>.self)
      for step in 0..<steps {
        let pairs = UnsafeRawPointer(b + step * 32).loadUnaligned(as: SIMD32<Int16>.self)
        let even = Int32(a[row * lda + 2 * step])
        let odd = Int32(a[row * lda + 2 * step + 1])
        sums &+= SIMD16<Int32>(truncatingIfNeeded: pairs.evenHalf) &* SIMD16(repeating: even)
        sums &+= SIMD16<Int32>(truncatingIfNeeded: pairs.oddHalf) &* SIMD16(repeating: odd)
      }
      target.storeBytes(of: sums, as: SIMD16<Int32>.self)
    }
  }
}
