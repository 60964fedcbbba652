import Tensors

/// Scales of 8-bit floating point: powers of two, so that scaling never rounds.
enum PowerOfTwo {
  /// The least power of two that brings a magnitude within an element type's largest number.
  static func scale(for magnitude: Float, in element: ElementType) -> Quantization? {
    guard let format = NarrowFloat(element), magnitude > 0, magnitude.isFinite else { return nil }
    let largest = format.decode(format.encode(.greatestFiniteMagnitude))
    let ratio = Double(magnitude) / Double(largest)
    let exponent = ratio.significand == 1 ? ratio.exponent : ratio.exponent + 1
    let allowed = min(max(Int(exponent), -126), 127)
    return Quantization(scale: Float(sign: .plus, exponent: allowed, significand: 1))
  }
}
