import TensorKernels

/// Products of signed integers of at most 8 bits, added up in 32 bits, wrapping around as hardware does.
public enum IntegerArithmetic: ArrayArithmetic {
  public typealias Word = Int8
  public typealias Sum = Int32

  public static var zeroWord: Int8 { 0 }
  public static var zeroSum: Int32 { 0 }

  @inline(__always)
  public static func multiplyAccumulate(_ sum: Int32, _ left: Int8, _ right: Int8) -> Int32 {
    sum &+ multiply(left, right)
  }

  @inline(__always)
  public static func multiply(_ left: Int8, _ right: Int8) -> Int32 { Int32(left) &* Int32(right) }

  @inline(__always)
  public static func add(_ first: Int32, _ second: Int32) -> Int32 { first &+ second }

  public static func isFinite(_ word: Int8) -> Bool { true }

  @inline(__always)
  public static func clockRow(
    sums: UnsafeMutablePointer<Int32>, above: UnsafePointer<Int32>, left: UnsafePointer<Int8>,
    right: UnsafePointer<Int8>, count: Int
  ) -> Int {
    kernel_array_row_i8(count, left, right, above, sums)
  }
}
