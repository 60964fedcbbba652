/// A floating-point format of 4, 8 or 16 bits: sign, exponent, fraction, with subnormals.
///
/// Conversions round to nearest, ties to even. Portable bit arithmetic; `NarrowFloat.encode(_:into:)` uses the
/// processor's own instructions where it has them, with the same results.
public struct NarrowFloat: Sendable, Hashable {
  /// Which codes are no finite numbers.
  public enum Specials: Sendable, Hashable {
    /// The all-ones exponent stands for infinity and NaN (IEEE 754).
    case infinityAndNaN
    /// All ones is NaN; there is no infinity (OCP 8-bit floating point, E4M3).
    case allOnesIsNaN
    /// The code of negative zero is NaN; there is no infinity and no negative zero (the FNUZ formats).
    case negativeZeroIsNaN
    /// Every code is a finite number (OCP microscaling, E2M1).
    case none
  }

  public let exponentBits: Int
  public let fractionBits: Int
  public let specials: Specials
  /// Whether numbers too large, infinity included, become the largest finite one (ONNX Cast, `saturate` = 1).
  /// If not they become infinity, or NaN where there is none.
  public let saturates: Bool

  public static let float16 = NarrowFloat(5, 10, .infinityAndNaN, saturates: false)
  public static let bfloat16 = NarrowFloat(8, 7, .infinityAndNaN, saturates: false)
  public static let float8e4m3 = NarrowFloat(4, 3, .allOnesIsNaN, saturates: true)
  public static let float8e5m2 = NarrowFloat(5, 2, .infinityAndNaN, saturates: true)
  public static let float8e4m3fnuz = NarrowFloat(4, 3, .negativeZeroIsNaN, saturates: true)
  public static let float8e5m2fnuz = NarrowFloat(5, 2, .negativeZeroIsNaN, saturates: true)
  public static let float4e2m1 = NarrowFloat(2, 1, .none, saturates: true)

  /// The format of an element type of 4, 8 or 16 bits; nil for all others.
  public init?(_ element: ElementType) {
    switch element {
    case .float16: self = .float16
    case .bfloat16: self = .bfloat16
    case .float8e4m3: self = .float8e4m3
    case .float8e5m2: self = .float8e5m2
    case .float8e4m3fnuz: self = .float8e4m3fnuz
    case .float8e5m2fnuz: self = .float8e5m2fnuz
    case .float4e2m1: self = .float4e2m1
    default: return nil
    }
  }

  private init(_ exponentBits: Int, _ fractionBits: Int, _ specials: Specials, saturates: Bool) {
    self.exponentBits = exponentBits
    self.fractionBits = fractionBits
    self.specials = specials
    self.saturates = saturates
  }

  /// The same codes with overflow to infinity or NaN (ONNX Cast, `saturate` = 0).
  public var overflowing: NarrowFloat { NarrowFloat(exponentBits, fractionBits, specials, saturates: false) }

  public var hasInfinity: Bool { specials == .infinityAndNaN }
  /// Bits of a code.
  var width: Int { 1 + exponentBits + fractionBits }
  var bias: Int { (1 << (exponentBits - 1)) - (specials == .negativeZeroIsNaN ? 0 : 1) }
  private var signShift: Int { exponentBits + fractionBits }
  /// The code of infinity without its sign, or where it would be.
  private var infinityCode: UInt32 { ((1 << exponentBits) - 1) << fractionBits }
  /// The code of the largest finite number.
  var largestCode: UInt32 {
    switch specials {
    case .infinityAndNaN: infinityCode - 1
    case .allOnesIsNaN: (1 << signShift) - 2
    case .negativeZeroIsNaN, .none: (1 << signShift) - 1
    }
  }

  /// The number that a code stands for.
  public func decode(_ code: UInt16) -> Float {
    if self == .bfloat16 { return Float(bitPattern: UInt32(code) << 16) }
    let code = UInt32(code)
    let magnitude = code & ((1 << signShift) - 1)
    if specials == .negativeZeroIsNaN, code == 1 << signShift { return .nan }
    let sign = (code >> signShift) << 31
    let exponent = Int(magnitude >> fractionBits)
    let fraction = magnitude & ((1 << fractionBits) - 1)
    if hasInfinity ? magnitude >= infinityCode : magnitude > largestCode {
      let widened = fraction << (23 - fractionBits)
      let quiet: UInt32 = hasInfinity && fraction == 0 ? 0 : 0x40_0000
      return Float(bitPattern: sign | 0x7F80_0000 | widened | quiet)
    }
    if exponent == 0 {
      let unit = Float(sign: .plus, exponent: 1 - bias - fractionBits, significand: 1)
      let value = Float(fraction) * unit
      return sign == 0 ? value : -value
    }
    let bits = UInt32(exponent - bias + 127) << 23 | fraction << (23 - fractionBits)
    return Float(bitPattern: sign | bits)
  }

  /// The code of the number nearest to `value`, of two equally near the even one.
  public func encode(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    let sign = (bits >> 31) << UInt32(signShift)
    let magnitude = encodeMagnitude(bits & 0x7FFF_FFFF)
    if specials == .negativeZeroIsNaN, magnitude == 0 || magnitude > largestCode {
      return magnitude == 0 ? 0 : 1 << UInt16(signShift)
    }
    // The only formats without a NaN have no code for its sign either.
    return UInt16((specials == .none && value.isNaN ? 0 : sign) | magnitude)
  }

  /// The code of a number beyond the largest one.
  private var overflowCode: UInt32 {
    if saturates || specials == .none { return largestCode }
    return hasInfinity ? infinityCode : largestCode + 1
  }

  private func encodeMagnitude(_ bits: UInt32) -> UInt32 {
    if bits > 0x7F80_0000 {
      let payload = (bits & 0x7F_FFFF) >> (23 - fractionBits)
      if hasInfinity { return infinityCode | payload | 1 << (fractionBits - 1) }
      return specials == .none ? largestCode : largestCode + 1
    }
    if bits == 0x7F80_0000 { return overflowCode }
    // Count in units of the last place of the result: shift the significand right and round.
    let exponent = max(Int(bits >> 23), 1)
    let significand = (bits & 0x7F_FFFF) | (bits >> 23 == 0 ? 0 : 0x80_0000)
    let target = exponent - 127 + bias
    let shift = 23 - fractionBits + max(0, 1 - target)
    guard shift < 32 else { return 0 }
    let rounded = (UInt64(significand) + (1 << (shift - 1)) - 1 + UInt64((significand >> shift) & 1)) >> shift
    // A carry out of the fraction moves on to the exponent by itself.
    let code = UInt32(rounded) + (target > 1 ? UInt32(target - 1) << fractionBits : 0)
    return code > largestCode ? overflowCode : code
  }
}
