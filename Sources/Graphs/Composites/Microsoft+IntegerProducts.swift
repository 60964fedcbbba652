import Tensors

// Operators of onnxruntime's domain `com.microsoft`: products of 8-bit integers.

/// `com.microsoft::QGemm`: Gemm of integers. Inputs: A, its scale and zero point, B, its scales and zero points, the
/// addend (`int32`), scale and zero point of the result; without them the result is real.
struct QGemm: CompositeOperator {
  static let name = "com.microsoft::QGemm"
  static let inputCount = 6...9
  var alpha: Float
  var transposesA: Bool
  var transposesB: Bool

  init(attributes: inout AttributeReader) throws {
    alpha = try attributes.float("alpha") ?? 1
    transposesA = try attributes.integer("transA") == 1
    transposesB = try attributes.integer("transB") == 1
  }

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    let (a, b) = (try inputs.required(0), try inputs.required(3))
    var sums = try body.add(
      "MatMulInteger",
      [
        transposesA ? try body.transposed(a) : a, transposesB ? try body.transposed(b) : b,
        inputs.optional(2), inputs.optional(5),
      ])
    if let addend = inputs.optional(6) { sums = try body.add("Add", [sums, addend]) }
    let scales = try [1, 4].map { try body.scalarIfSingle(try inputs.required($0)) }
    var factor = try body.add("Mul", scales)
    if alpha != 1 { factor = try body.scaled(factor, by: alpha) }
    guard let scale = inputs.optional(7) else {
      return [try body.add("Mul", [try body.cast(sums, to: .float32), factor])]
    }
    factor = try body.add("Div", [factor, try body.scalarIfSingle(scale)])
    let zeroPoint = try body.scalarIfSingle(try inputs.required(8))
    return [try body.add(Requantize.name, [sums, factor, zeroPoint])]
  }
}

/// `com.microsoft::MatMulIntegerToFloat`: a product of integers scaled back, and a bias. Inputs: A, B, scales of A and B,
/// their zero points, bias.
struct MatMulIntegerToFloat: CompositeOperator {
  static let name = "com.microsoft::MatMulIntegerToFloat"
  static let inputCount = 4...7
  init(attributes: inout AttributeReader) throws {}

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    let (a, b) = (try inputs.required(0), try inputs.required(1))
    let sums = try body.add("MatMulInteger", [a, b, inputs.optional(4), inputs.optional(5)])
    let factor = try body.add(
      "Mul",
      [
        try body.stretched(try inputs.required(2), over: a, operand: 0),
        try body.stretched(try inputs.required(3), over: b, operand: 1),
      ])
    let element = body.type(of: factor).element
    let product = try body.add("Mul", [try body.cast(sums, to: element), factor])
    return [try inputs.optional(6).map { try body.add("Add", [product, $0]) } ?? product]
  }
}

/// `com.microsoft::DynamicQuantizeMatMul`: real numbers quantised by their range times integers, and a bias. Inputs: A, B, scales
/// of B, zero points of B, bias.
struct DynamicQuantizeMatMul: CompositeOperator {
  static let name = "com.microsoft::DynamicQuantizeMatMul"
  static let inputCount = 3...5
  init(attributes: inout AttributeReader) throws {}

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    let codes = try body.add("DynamicQuantizeLinear", [try inputs.required(0)], outputCount: 3)
    return [
      try body.add(
        MatMulIntegerToFloat.name,
        [
          codes[0], try inputs.required(1), codes[1], try inputs.required(2), codes[2], inputs.optional(3),
          inputs.optional(4),
        ])
    ]
  }
}

extension Composition {
  /// A tensor of one element as a scalar.
  mutating func scalarIfSingle(_ operand: Operand) throws -> Operand {
    shape(of: operand).reduce(1, *) == 1 ? try reshaped(operand, to: []) : operand
  }
}
