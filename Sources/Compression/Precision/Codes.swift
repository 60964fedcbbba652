import Tensors

/// The codes of a linear quantisation: `real = scale · (code − zeroPoint)`, codes in a range.
///
/// Scales and rounding are fp32, as in the frameworks whose quantised models are run: `scale = (upper − lower) / steps`,
/// zero point `round(−lower / scale)`, ties to even.
public struct Codes: Sendable, Hashable {
  public var scale: Float
  public var zeroPoint: Int32
  /// The least and the largest code.
  public var limits: ClosedRange<Int32>

  /// Codes around 0 that reach the larger magnitude of the two.
  public init(symmetric lower: Float, _ upper: Float, bits: Int) {
    let largest = Int32(1) << (bits - 1) - 1
    let magnitude = max(abs(lower), abs(upper))
    scale = Codes.usable(magnitude / Float(largest))
    zeroPoint = 0
    limits = -largest...largest
  }

  /// Codes from 0 that reach from the lower to the upper end, 0 included.
  public init(unsigned lower: Float, _ upper: Float, bits: Int) {
    let steps = Int32(1) << bits - 1
    let lower = min(lower, 0)
    scale = Codes.usable((max(upper, 0) - lower) / Float(steps))
    let point = (-lower / scale).rounded(.toNearestOrEven)
    zeroPoint = Int32(min(max(point, 0), Float(steps)))
    limits = 0...steps
  }

  /// A tensor of zeros, or of numbers too small for fp32 to divide by, has scale 1.
  private static func usable(_ scale: Float) -> Float { scale.isNormal ? scale : 1 }

  /// The nearest code, of two equally near the even one.
  public func code(of value: Float) -> Int32 {
    let steps = (value / scale).rounded(.toNearestOrEven)
    let clipped = min(max(steps.isNaN ? 0 : steps, -0x1p30), 0x1p30)
    return min(max(Int32(clipped) + zeroPoint, limits.lowerBound), limits.upperBound)
  }

  public func value(of code: Int32) -> Float { Float(code - zeroPoint) * scale }

  /// The number that stands for another one.
  public func nearest(to value: Float) -> Float { self.value(of: code(of: value)) }

  /// The real numbers that the codes reach.
  public var reach: ClosedRange<Float> { value(of: limits.lowerBound)...value(of: limits.upperBound) }

  /// The narrowest integers that hold the codes.
  var element: ElementType {
    if limits.lowerBound < 0 { return limits.upperBound < 128 ? .int8 : .int16 }
    return limits.upperBound < 256 ? .uint8 : .uint16
  }

  /// Whether every value that the element type holds is a code.
  var fillsElement: Bool {
    switch element {
    case .uint8: limits == 0...255
    case .uint16: limits == 0...65_535
    default: false
    }
  }
}
