import Tensors

/// ONNX `QLinearConv`: an integer convolution with its bias, requantised. Inputs: x, its scale and zero point, w, its
/// scales and zero points (a scalar or one for each output channel), scale and zero point of y, bias (`int32`).
struct QLinearConv: CompositeOperator {
  static let name = "QLinearConv"
  static let inputCount = 8...9
  private let window: [String: AttributeValue]

  init(attributes: inout AttributeReader) throws {
    window = try ConvolutionAttributes.forwarded(&attributes)
  }

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    let w = try inputs.required(3)
    let spatial = body.shape(of: w).count - 2
    var sums = try body.add(
      "ConvInteger", [try inputs.required(0), w, inputs.optional(2), inputs.optional(5)], window)
    if let bias = inputs.optional(8) {
      sums = try body.add("Add", [sums, try body.perChannel(bias, spatialRank: spatial)])
    }
    let factor = try body.requantizingFactor(
      try inputs.required(1), try body.perChannel(try inputs.required(4), spatialRank: spatial),
      try body.perChannel(try inputs.required(6), spatialRank: spatial))
    let zeroPoint = try body.perChannel(try inputs.required(7), spatialRank: spatial)
    return [try body.add(Requantize.name, [sums, factor, zeroPoint])]
  }
}
