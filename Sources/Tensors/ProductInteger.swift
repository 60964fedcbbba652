import TensorKernels

/// A storage type that integer products take as operand.
public protocol ProductInteger: FixedWidthInteger & BitwiseCopyable {
  /// `source - zeroPoint` in 16 bits, for the fast path.
  static func widen(
    _ source: UnsafePointer<Self>, count: Int, zeroPoint: Int32, into target: UnsafeMutablePointer<Int16>)
  /// `source - zeroPoint` in 32 bits, wrapping.
  static func widen(
    _ source: UnsafePointer<Self>, count: Int, zeroPoint: Int32, into target: UnsafeMutablePointer<Int32>)
  /// Whether every `value - zeroPoint` fits 16 bits.
  static func fits16Bits(zeroPoint: Int32) -> Bool
}

extension ProductInteger {
  public static func widen(
    _ source: UnsafePointer<Self>, count: Int, zeroPoint: Int32, into target: UnsafeMutablePointer<Int16>
  ) {
    for index in 0..<count { target[index] = Int16(truncatingIfNeeded: source[index]) &- Int16(zeroPoint) }
  }

  public static func widen(
    _ source: UnsafePointer<Self>, count: Int, zeroPoint: Int32, into target: UnsafeMutablePointer<Int32>
  ) {
    for index in 0..<count { target[index] = Int32(truncatingIfNeeded: source[index]) &- zeroPoint }
  }

  public static func fits16Bits(zeroPoint: Int32) -> Bool {
    let least = Int64(Self.min) - Int64(zeroPoint)
    let greatest = Int64(Self.max) - Int64(zeroPoint)
    return least >= Int64(Int16.min) && greatest <= Int64(Int16.max) && Int16(exactly: zeroPoint) != nil
  }
}

extension Int8: ProductInteger {
  public static func widen(
    _ source: UnsafePointer<Int8>, count: Int, zeroPoint: Int32, into target: UnsafeMutablePointer<Int16>
  ) {
    kernel_widen_i8(count, source, zeroPoint, target)
  }
}

extension UInt8: ProductInteger {
  public static func widen(
    _ source: UnsafePointer<UInt8>, count: Int, zeroPoint: Int32, into target: UnsafeMutablePointer<Int16>
  ) {
    kernel_widen_u8(count, source, zeroPoint, target)
  }
}

extension Int16: ProductInteger {}
extension UInt16: ProductInteger {}
extension Int32: ProductInteger {}
