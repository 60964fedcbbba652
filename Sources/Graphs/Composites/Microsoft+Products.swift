import Tensors

// Operators of onnxruntime's domain `com.microsoft`: products with something fused to them.

/// `com.microsoft::FusedConv`: Conv, then the sum with a fourth input, then an activation.
struct FusedConv: CompositeOperator {
  static let name = "com.microsoft::FusedConv"
  static let inputCount = 2...4
  private let window: [String: AttributeValue]
  private let activation: FusedActivation?

  init(attributes: inout AttributeReader) throws {
    window = try ConvolutionAttributes.forwarded(&attributes)
    let parameters = try attributes.floats("activation_params") ?? []
    activation = try attributes.string("activation").map { try FusedActivation($0, parameters: parameters) }
  }

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    var sum = try body.add(
      "Conv", [try inputs.required(0), try inputs.required(1), inputs.optional(2)], window)
    if let more = inputs.optional(3) { sum = try body.add("Add", [sum, more]) }
    return [try body.activated(sum, by: activation)]
  }
}

/// `com.microsoft::FusedGemm`: Gemm, then an activation.
struct FusedGemm: CompositeOperator {
  static let name = "com.microsoft::FusedGemm"
  static let inputCount = 2...3
  private var gemm: [String: AttributeValue] = [:]
  private let activation: FusedActivation?

  init(attributes: inout AttributeReader) throws {
    for name in ["transA", "transB"] {
      if let value = try attributes.integer(name) { gemm[name] = .integer(value) }
    }
    for name in ["alpha", "beta"] {
      if let value = try attributes.float(name) { gemm[name] = .float(value) }
    }
    let parameters = try ["activation_alpha", "activation_beta", "activation_gamma"].compactMap {
      try attributes.float($0)
    }
    activation = try attributes.string("activation").map { try FusedActivation($0, parameters: parameters) }
  }

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    let product = try body.add("Gemm", inputs, gemm)
    return [try body.activated(product, by: activation)]
  }
}

/// `com.microsoft::FusedMatMul`: `alpha · op(A) · op(B)`, op being a transposition of the last two axes.
struct FusedMatMul: CompositeOperator {
  static let name = "com.microsoft::FusedMatMul"
  static let inputCount = 2...2
  var alpha: Float
  var transposes: [Bool]

  init(attributes: inout AttributeReader) throws {
    alpha = try attributes.float("alpha") ?? 1
    transposes = try ["transA", "transB"].map { try attributes.integer($0) == 1 }
    for name in ["transBatchA", "transBatchB"] where try attributes.integer(name) == 1 {
      throw GraphError("\(name) is not supported", remedy: "transpose the batch axes before")
    }
  }

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    let operands = try transposes.indices.map { index -> Operand? in
      let operand = try inputs.required(index)
      return transposes[index] ? try body.transposed(operand) : operand
    }
    let product = try body.add("MatMul", operands)
    return [alpha == 1 ? product : try body.scaled(product, by: alpha)]
  }
}

extension Composition {
  /// The last two axes exchanged.
  mutating func transposed(_ operand: Operand) throws -> Operand {
    let rank = shape(of: operand).count
    guard rank >= 2 else { return operand }
    let order = Array(0..<rank - 2) + [rank - 1, rank - 2]
    return try add("Transpose", [operand], ["perm": .integers(order)])
  }
}
