import Tensors

// Operators of onnxruntime's domain `com.microsoft` on quantised tensors: what they stand for goes through the plain operator
// and is quantised again.

/// An operator on one quantised tensor. Inputs: X, its scale and zero point, scale and zero point of Y.
protocol QuantizedUnary: CompositeOperator {
  func apply(_ x: Operand, in body: inout Composition) throws -> Operand
}

extension QuantizedUnary {
  static var inputCount: ClosedRange<Int> { 2...5 }

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    let x = try inputs.required(0)
    let real = try body.add("DequantizeLinear", [x, try inputs.required(1), inputs.optional(2)])
    return [
      try body.quantized(
        try apply(real, in: &body), scale: try inputs.required(3), zeroPoint: inputs.optional(4), like: x)
    ]
  }
}

extension Composition {
  /// Codes of the type of `example`; without a zero point it is zero.
  mutating func quantized(
    _ x: Operand, scale: Operand, zeroPoint: Operand?, like example: Operand
  ) throws -> Operand {
    let point =
      try zeroPoint ?? add("Cast", [scalarZero()], ["to": .integer(type(of: example).element.onnxNumber)])
    return try add("QuantizeLinear", [x, try scalarIfSingle(scale), try scalarIfSingle(point)])
  }

  private mutating func scalarZero() -> Operand { constant(.scalar(Int64(0))) }
}

/// `com.microsoft::QLinearSigmoid`.
struct QLinearSigmoid: QuantizedUnary {
  static let name = "com.microsoft::QLinearSigmoid"
  init(attributes: inout AttributeReader) throws {}
  func apply(_ x: Operand, in body: inout Composition) throws -> Operand { try body.add("Sigmoid", [x]) }
}

/// `com.microsoft::QLinearLeakyRelu`.
struct QLinearLeakyRelu: QuantizedUnary {
  static let name = "com.microsoft::QLinearLeakyRelu"
  var alpha: Float
  init(attributes: inout AttributeReader) throws { alpha = try attributes.float("alpha") ?? 0.01 }
  func apply(_ x: Operand, in body: inout Composition) throws -> Operand {
    try body.add("LeakyRelu", [x], ["alpha": .float(alpha)])
  }
}

/// `com.microsoft::QLinearSoftmax`.
struct QLinearSoftmax: QuantizedUnary {
  static let name = "com.microsoft::QLinearSoftmax"
  var axis: Int
  init(attributes: inout AttributeReader) throws {
    axis = try attributes.integer("axis") ?? -1
    guard try attributes.integer("opset") ?? 13 >= 13 else {
      throw GraphError("the softmax of opsets before 13 is not supported here", remedy: "export for opset 13")
    }
  }
  func apply(_ x: Operand, in body: inout Composition) throws -> Operand {
    try body.add("Softmax", [x], ["axis": .integer(axis)])
  }
}

/// `com.microsoft::QLinearGlobalAveragePool`.
struct QLinearGlobalAveragePool: QuantizedUnary {
  static let name = "com.microsoft::QLinearGlobalAveragePool"
  var isChannelLast: Bool
  init(attributes: inout AttributeReader) throws {
    isChannelLast = try attributes.integer("channels_last") == 1
  }
  func apply(_ x: Operand, in body: inout Composition) throws -> Operand {
    guard isChannelLast else { return try body.add("GlobalAveragePool", [x]) }
    let axes = Array(1..<max(2, body.shape(of: x).count - 1))
    return try body.add("ReduceMean", [x], ["axes": .integers(axes), "keepdims": .integer(1)])
  }
}

/// `com.microsoft::QLinearAveragePool`.
struct QLinearAveragePool: QuantizedUnary {
  static let name = "com.microsoft::QLinearAveragePool"
  private var pool: [String: AttributeValue]
  init(attributes: inout AttributeReader) throws {
    pool = try ConvolutionAttributes.forwarded(&attributes)
    for name in ["ceil_mode", "count_include_pad"] {
      if let value = try attributes.integer(name) { pool[name] = .integer(value) }
    }
    if try attributes.integer("channels_last") == 1 {
      throw GraphError("channels_last is not supported", remedy: "channels behind the batch")
    }
  }
  func apply(_ x: Operand, in body: inout Composition) throws -> Operand {
    try body.add("AveragePool", [x], pool)
  }
}

/// An element-wise operator on two quantised tensors. Inputs: A, its scale and zero point, B, its scale and zero
/// point, scale and zero point of the result.
protocol QuantizedBinary: CompositeOperator {
  static var operation: String { get }
}

extension QuantizedBinary {
  static var inputCount: ClosedRange<Int> { 2...8 }

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    let a = try inputs.required(0)
    let reals = try [0, 3].map { first -> Operand? in
      try body.add(
        "DequantizeLinear",
        [try inputs.required(first), try inputs.required(first + 1), inputs.optional(first + 2)])
    }
    return [
      try body.quantized(
        try body.add(Self.operation, reals), scale: try inputs.required(6), zeroPoint: inputs.optional(7),
        like: a)
    ]
  }
}

/// `com.microsoft::QLinearAdd`.
struct QLinearAdd: QuantizedBinary {
  static let name = "com.microsoft::QLinearAdd"
  static let operation = "Add"
  init(attributes: inout AttributeReader) throws {}
}

/// `com.microsoft::QLinearMul`.
struct QLinearMul: QuantizedBinary {
  static let name = "com.microsoft::QLinearMul"
  static let operation = "Mul"
  init(attributes: inout AttributeReader) throws {}
}

/// `com.microsoft::QLinearConcat`. Inputs: scale and zero point of the result, then each tensor with its own.
struct QLinearConcat: CompositeOperator {
  static let name = "com.microsoft::QLinearConcat"
  static let inputCount = 1...Int(Int32.max)
  var axis: Int

  init(attributes: inout AttributeReader) throws {
    guard let axis = try attributes.integer("axis") else {
      throw GraphError("axis is missing", remedy: "say along which axis to join")
    }
    self.axis = axis
  }

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    guard inputs.count % 3 == 2 else {
      throw GraphError("\(Self.name) has \(inputs.count) inputs", remedy: "two, and three for each tensor")
    }
    let reals = try stride(from: 2, to: inputs.count, by: 3).map { first -> Operand? in
      try body.add(
        "DequantizeLinear",
        [try inputs.required(first), try inputs.required(first + 1), inputs.optional(first + 2)])
    }
    let joined = try body.add("Concat", reals, ["axis": .integer(axis)])
    return [
      try body.quantized(
        joined, scale: try inputs.required(0), zeroPoint: inputs.optional(1), like: try inputs.required(2))
    ]
  }
}
