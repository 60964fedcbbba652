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

  public static func clockRow(
    sums: UnsafeMutablePointer<Float>, above: UnsafePointer<Float>, left: UnsafeMutablePointer<Float>,
    right: UnsafePointer<Float>, count: Int
  ) {
    let sums = UnsafeMutableRawPointer(sums)
    let above = UnsafeRawPointer(above)
    let left = UnsafeMutableRawPointer(left)
    let right = UnsafeRawPointer(right)
    // From the far end, so that words are read before their neighbours move in.
    var offset = count &* 4
    while offset > 0 {
      offset &-= 32
      let words = left.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
      let others = right.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
      let before = above.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
      sums.storeBytes(of: before + words * others, toByteOffset: offset, as: SIMD8<Float>.self)
      left.storeBytes(of: words, toByteOffset: offset &+ 4, as: SIMD8<Float>.self)
    }
  }
}
