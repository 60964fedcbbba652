/// Products of signed integers of at most 8 bits, added up in 32 bits, wrapping around as hardware does.
public enum IntegerArithmetic: ArrayArithmetic {
  public typealias Word = Int16
  public typealias Sum = Int32

  public static var zeroWord: Int16 { 0 }
  public static var zeroSum: Int32 { 0 }

  @inline(__always)
  public static func multiplyAccumulate(_ sum: Int32, _ left: Int16, _ right: Int16) -> Int32 {
    sum &+ multiply(left, right)
  }

  @inline(__always)
  public static func multiply(_ left: Int16, _ right: Int16) -> Int32 { Int32(left) &* Int32(right) }

  @inline(__always)
  public static func add(_ first: Int32, _ second: Int32) -> Int32 { first &+ second }

  public static func isFinite(_ word: Int16) -> Bool { true }

  public static func clockRow(
    sums: UnsafeMutablePointer<Int32>, above: UnsafePointer<Int32>, left: UnsafeMutablePointer<Int16>,
    right: UnsafePointer<Int16>, count: Int
  ) {
    let sums = UnsafeMutableRawPointer(sums)
    let above = UnsafeRawPointer(above)
    let left = UnsafeMutableRawPointer(left)
    let right = UnsafeRawPointer(right)
    // From the far end, so that words are read before their neighbours move in.
    var column = count
    while column > 0 {
      column &-= 16
      let words = left.loadUnaligned(fromByteOffset: column &* 2, as: SIMD16<Int16>.self)
      let others = right.loadUnaligned(fromByteOffset: column &* 2, as: SIMD16<Int16>.self)
      let before = above.loadUnaligned(fromByteOffset: column &* 4, as: SIMD16<Int32>.self)
      // The product of two signed bytes fits 16 bits: at most (−128)² = 2^14.
      let products = SIMD16<Int32>(truncatingIfNeeded: words &* others)
      sums.storeBytes(of: before &+ products, toByteOffset: column &* 4, as: SIMD16<Int32>.self)
      left.storeBytes(of: words, toByteOffset: column &* 2 &+ 2, as: SIMD16<Int16>.self)
    }
  }
}
