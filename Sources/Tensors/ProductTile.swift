import TensorKernels

/// Which innermost loops are used; both give the same bits.
enum ProductKernel: Sendable {
  /// Vector instructions of this processor, chosen at run time.
  case processor
  /// Plain Swift, for processors without fused multiply-add vectors and as the other side of tests.
  case portable

  static let best: ProductKernel = kernel_has_fused_vectors() ? .processor : .portable
}

/// The part of a matrix product that stays in registers: 6 rows by 16 columns of `c`. For each step of k, packed `a`
/// has 6 rows of `depthStep` neighbouring k values, and packed `b` 16 columns of them.
protocol ProductTile {
  associatedtype Operand: BitwiseCopyable & AdditiveArithmetic
  associatedtype Sum: BitwiseCopyable & AdditiveArithmetic
  static var depthStep: Int { get }
  /// `c += a · b` for a full tile.
  static func multiply(
    steps: Int, a: TileRows<Operand>, b: UnsafePointer<Operand>, c: UnsafeMutablePointer<Sum>, ldc: Int,
    kernel: ProductKernel)
}

/// Six rows of `a`: packed, or rows of a matrix where they lie.
struct TileRows<Operand> {
  var start: UnsafePointer<Operand>
  /// Distance of rows, or nil when they are packed.
  var rowStep: Int?
}

/// fp32: one k value a step; each element of `c` continues its chain of fused multiply-adds.
enum FloatTile: ProductTile {
  static var depthStep: Int { 1 }

  @inline(__always)
  static func multiply(
    steps: Int, a: TileRows<Float>, b: UnsafePointer<Float>, c: UnsafeMutablePointer<Float>, ldc: Int,
    kernel: ProductKernel
  ) {
    if kernel == .processor {
      if let rowStep = a.rowStep { return kernel_product_rows_6x16(steps, a.start, rowStep, b, c, ldc) }
      return kernel_product_6x16(steps, a.start, b, c, ldc)
    }
    let rowStep = a.rowStep ?? 1
    let columnStep = a.rowStep == nil ? 6 : 1
    for row in 0..<6 {
      let target = UnsafeMutableRawPointer(c + row * ldc)
      var sums = target.loadUnaligned(as: SIMD16<Float>.self)
      for k in 0..<steps {
        let values = UnsafeRawPointer(b + k * 16).loadUnaligned(as: SIMD16<Float>.self)
        sums = sums.addingProduct(SIMD16(repeating: a.start[row * rowStep + k * columnStep]), values)
      }
      target.storeBytes(of: sums, as: SIMD16<Float>.self)
    }
  }
}

/// 16-bit operands, 32-bit sums that wrap: two k values a step. Rows are always packed.
enum IntegerTile: ProductTile {
  static var depthStep: Int { 2 }

  @inline(__always)
  static func multiply(
    steps: Int, a: TileRows<Int16>, b: UnsafePointer<Int16>, c: UnsafeMutablePointer<Int32>, ldc: Int,
    kernel: ProductKernel
  ) {
    if kernel == .processor { return kernel_product_i16_6x16(steps, a.start, b, c, ldc) }
    for row in 0..<6 {
      let target = UnsafeMutableRawPointer(c + row * ldc)
      var sums = target.loadUnaligned(as: SIMD16<Int32>.self)
      for step in 0..<steps {
        let pairs = UnsafeRawPointer(b + step * 32).loadUnaligned(as: SIMD32<Int16>.self)
        let even = Int32(a.start[12 * step + 2 * row])
        let odd = Int32(a.start[12 * step + 2 * row + 1])
        sums &+= SIMD16<Int32>(truncatingIfNeeded: pairs.evenHalf) &* SIMD16(repeating: even)
        sums &+= SIMD16<Int32>(truncatingIfNeeded: pairs.oddHalf) &* SIMD16(repeating: odd)
      }
      target.storeBytes(of: sums, as: SIMD16<Int32>.self)
    }
  }
}
