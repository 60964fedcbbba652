import TensorKernels

/// A storage type that integer products take.
public protocol ProductInteger: FixedWidthInteger & BitwiseCopyable {}
extension Int8: ProductInteger {}
extension UInt8: ProductInteger {}
extension Int16: ProductInteger {}
extension UInt16: ProductInteger {}
extension Int32: ProductInteger {}

extension MatrixProduct {
  /// `c[m×n] += (a - aZeroPoint)[m×k] · (b - bZeroPoint)[k×n]`, exact modulo 2³². Fast where operands less their zero
  /// points fit 16 bits: 8-bit types, and Int16 without a zero point. Zero points lie within their operand's type.
  public static func accumulate<A: ProductInteger, B: ProductInteger>(
    m: Int, n: Int, k: Int, a: UnsafePointer<A>, lda: Int, aStep: Int = 1, aZeroPoint: Int32 = 0,
    b: UnsafePointer<B>, ldb: Int, bStep: Int = 1, bZeroPoint: Int32 = 0,
    c: UnsafeMutablePointer<Int32>, ldc: Int
  ) {
    for i in 0..<m {
      for j in 0..<n {
        var sum = c[i * ldc + j]
        for p in 0..<k {
          let x = Int32(truncatingIfNeeded: a[i * lda + p * aStep]) &- aZeroPoint
          let y = Int32(truncatingIfNeeded: b[p * ldb + j * bStep]) &- bZeroPoint
          sum &+= x &* y
        }
        c[i * ldc + j] = sum
      }
    }
  }
}
