/// How the integers of a quantised tensor stand for real numbers: `real = scale * (stored - zeroPoint)`. Numbers of
/// 8-bit floating point may have a scale, too; their zero point is 0.
public struct Quantization: Sendable, Hashable, Codable {
  public var scale: Float
  public var zeroPoint: Int32

  public init(scale: Float, zeroPoint: Int32 = 0) {
    self.scale = scale
    self.zeroPoint = zeroPoint
  }
}

/// Element type and shape of a tensor. Elements lie in row-major order; the last axis is contiguous.
public struct TensorType: Sendable, Hashable {
  public var element: ElementType
  /// Axis lengths; empty for a scalar.
  public var shape: [Int]
  /// Set when integer elements stand for real numbers, or 8-bit floating-point ones for multiples of them.
  public var quantization: Quantization?

  public init(_ element: ElementType, _ shape: [Int], quantization: Quantization? = nil) {
    self.element = element
    self.shape = shape
    self.quantization = quantization
  }

  public var elementCount: Int { shape.reduce(1, *) }
  public var byteCount: Int { element.byteCount(of: elementCount) }

  /// Whether the tensor stands for real numbers (floating point, or quantised integers).
  public var isReal: Bool { element.isFloatingPoint || quantization != nil }
}
