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

/// The attributes that quantised and fused convolutions hand on.
enum ConvolutionAttributes {
  static func forwarded(_ attributes: inout AttributeReader) throws -> [String: AttributeValue] {
    var values: [String: AttributeValue] = [:]
    for name in ["kernel_shape", "strides", "dilations", "pads"] {
      if let list = try attributes.integers(name) { values[name] = .integers(list) }
    }
    if let groups = try attributes.integer("group") { values["group"] = .integer(groups) }
    if let padding = try attributes.string("auto_pad") { values["auto_pad"] = .string(padding) }
    return values
  }
}

extension Composition {
  /// A vector for the channels as it stretches over batch, channels and spatial axes; a scalar stays.
  mutating func perChannel(_ operand: Operand, spatialRank: Int) throws -> Operand {
    let shape = self.shape(of: operand)
    if shape.reduce(1, *) == 1 { return try reshaped(operand, to: []) }
    return try reshaped(operand, to: shape + [Int](repeating: 1, count: spatialRank))
  }

  mutating func reshaped(_ operand: Operand, to shape: [Int]) throws -> Operand {
    if self.shape(of: operand) == shape { return operand }
    return try add("Reshape", [operand, integers(shape)])
  }

  /// A scale or zero point of an operand of a matrix product as it stretches over the product.
  mutating func stretched(_ parameter: Operand, over operand: Operand, operand index: Int) throws -> Operand {
    let shape = try MatMulParameters.shape(
      index, operand: self.shape(of: operand), parameter: self.shape(of: parameter))
    return try reshaped(parameter, to: shape)
  }

  /// `a · b / y` in fp32.
  mutating func requantizingFactor(_ a: Operand, _ b: Operand, _ y: Operand) throws -> Operand {
    let product = try add("Mul", [try inFloat32(a), try inFloat32(b)])
    return try add("Div", [product, try inFloat32(y)])
  }

  mutating func inFloat32(_ operand: Operand) throws -> Operand {
    type(of: operand).element == .float32 ? operand : try add("Cast", [operand], ["to": .integer(1)])
  }
}
