import Tensors

/// ONNX `QLinearMatMul`: an integer matrix product, requantised. Inputs: a, its scales and zero points (a scalar or
/// by row), b, its scales and zero points (a scalar or by column), scale and zero point of y.
struct QLinearMatMul: CompositeOperator {
  static let name = "QLinearMatMul"
  static let inputCount = 8...8

  init(attributes: inout AttributeReader) throws {}

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    let a = try inputs.required(0)
    let b = try inputs.required(3)
    let sums = try body.add("MatMulInteger", [a, b, inputs.optional(2), inputs.optional(5)])
    let factor = try body.requantizingFactor(
      try body.stretched(try inputs.required(1), over: a, operand: 0),
      try body.stretched(try inputs.required(4), over: b, operand: 1), try inputs.required(6))
    return [try body.add(Requantize.name, [sums, factor, try inputs.required(7)])]
  }
}
