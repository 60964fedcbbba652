import TensorKernels

/// Products of floating-point numbers of at most 32 bits, added up in fp32.
///
/// The product of two numbers of 16 bits or fewer is exact in fp32, so that only the additions round; that of
/// two fp32 numbers rounds, too, as separate multipliers and adders do.
public enum FloatArithmetic: ArrayArithmetic {
  public typealias Word = Float
  public typealias Sum = Float

  public static var zeroWord: Float { 0 }
  public static var zeroSum: Float { 0 }

  @inline(__always)
  public static func multiplyAccumulate(_ sum: Float, _ left: Float, _ right: Float) -> Float {
    sum + left * right
  }

  @inline(__always)
  public static func multiply(_ left: Float, _ right: Float) -> Float { left * right }

  @inline(__always)
  public static func add(_ first: Float, _ second: Float) -> Float { first + second }

  public static func isFinite(_ word: Float) -> Bool { word.isFinite }

  @inline(__always)
  public static func clockRow(
    sums: UnsafeMutablePointer<Float>, above: UnsafePointer<Float>, left: UnsafePointer<Float>,
    right: UnsafePointer<Float>, count: Int
  ) -> Int {
    kernel_array_row_f32(count, left, right, above, sums)
  }
}
