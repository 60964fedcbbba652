/// A floating-point format of 8 or 16 bits: sign, exponent, fraction, with subnormals.
///
/// Conversions round to nearest, ties to even. Portable bit arithmetic; `NarrowFloat.encode(_:into:)` uses the
/// processor's own instructions where it has them, with the same results.
public struct NarrowFloat: Sendable, Hashable {
  public let exponentBits: Int
  public let fractionBits: Int
  /// Whether the all-ones exponent stands for infinity and NaN (IEEE 754). If not, it holds numbers, and only
  /// all ones is NaN (OCP 8-bit floating point, E4M3).
  public let hasInfinity: Bool
  /// Whether numbers too large, infinity included, become the largest finite one (ONNX Cast, `saturate` = 1).
  public let saturates: Bool

  public static let float16 = NarrowFloat(
    exponentBits: 5, fractionBits: 10, hasInfinity: true, saturates: false)
  public static let bfloat16 = NarrowFloat(
    exponentBits: 8, fractionBits: 7, hasInfinity: true, saturates: false)
  public static let float8e4m3 = NarrowFloat(
    exponentBits: 4, fractionBits: 3, hasInfinity: false, saturates: true)
  public static let float8e5m2 = NarrowFloat(
    exponentBits: 5, fractionBits: 2, hasInfinity: true, saturates: true)

  /// The format of an element type of 8 or 16 bits; nil for all others.
  public init?(_ element: ElementType) {
    switch element {
    case .float16: self = .float16
    case .bfloat16: self = .bfloat16
    case .float8e4m3: self = .float8e4m3
    case .float8e5m2: self = .float8e5m2
    default: return nil
    }
  }

  private init(exponentBits: Int, fractionBits: Int, hasInfinity: Bool, saturates: Bool) {
    self.exponentBits = exponentBits
    self.fractionBits = fractionBits
    self.hasInfinity = hasInfinity
    self.saturates = saturates
  }

  var bias: Int { (1 << (exponentBits - 1)) - 1 }
  private var signShift: Int { exponentBits + fractionBits }
  /// The code of infinity without its sign, or where it would be.
  private var infinityCode: UInt32 { ((1 << exponentBits) - 1) << fractionBits }
  /// The code of the largest finite number.
  var largestCode: UInt32 {
    hasInfinity ? infinityCode - 1 : (1 << (exponentBits + fractionBits)) - 2
  }

  /// The number that a code stands for.
  public func decode(_ code: UInt16) -> Float {
    if self == .bfloat16 { return Float(bitPattern: UInt32(code) << 16) }
    let code = UInt32(code)
    let magnitude = code & ((1 << signShift) - 1)
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
    let sign = UInt16((bits >> 31) << UInt32(signShift))
    return sign | UInt16(encodeMagnitude(bits & 0x7FFF_FFFF))
  }

  private func encodeMagnitude(_ bits: UInt32) -> UInt32 {
    if bits > 0x7F80_0000 {
      let payload = (bits & 0x7F_FFFF) >> (23 - fractionBits)
      return hasInfinity ? infinityCode | payload | 1 << (fractionBits - 1) : largestCode + 1
    }
    if bits == 0x7F80_0000 { return saturates ? largestCode : infinityCode }
    // Count in units of the last place of the result: shift the significand right and round.
    let exponent = max(Int(bits >> 23), 1)
    let significand = (bits & 0x7F_FFFF) | (bits >> 23 == 0 ? 0 : 0x80_0000)
    let target = exponent - 127 + bias
    let shift = 23 - fractionBits + max(0, 1 - target)
    guard shift < 32 else { return 0 }
    let rounded = (UInt64(significand) + (1 << (shift - 1)) - 1 + UInt64((significand >> shift) & 1)) >> shift
    // A carry out of the fraction moves on to the exponent by itself.
    let code = UInt32(rounded) + (target > 1 ? UInt32(target - 1) << fractionBits : 0)
    let limit = hasInfinity ? infinityCode : largestCode + 1
    return code >= limit ? (saturates ? largestCode : infinityCode) : code
  }
}
