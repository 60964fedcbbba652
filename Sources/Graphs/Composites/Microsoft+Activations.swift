import Tensors

// Operators of onnxruntime's domain `com.microsoft` that its graph optimiser and exporters leave in models: element-wise ones.

/// `com.microsoft::Gelu`: `x · Φ(x)`.
struct MicrosoftGelu: CompositeOperator {
  static let name = "com.microsoft::Gelu"
  static let inputCount = 1...1
  init(attributes: inout AttributeReader) throws {}

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    [try body.add("Gelu", [try inputs.required(0)])]
  }
}

/// `com.microsoft::BiasGelu`: `Gelu` of a sum.
struct BiasGelu: CompositeOperator {
  static let name = "com.microsoft::BiasGelu"
  static let inputCount = 2...2
  init(attributes: inout AttributeReader) throws {}

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    [try body.add("Gelu", [try body.add("Add", [try inputs.required(0), try inputs.required(1)])])]
  }
}

/// `com.microsoft::FastGelu`: the `tanh` approximation of `Gelu`, of a sum where there is a bias.
struct FastGelu: CompositeOperator {
  static let name = "com.microsoft::FastGelu"
  static let inputCount = 1...2
  init(attributes: inout AttributeReader) throws {}

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    let x = try inputs.required(0)
    let sum = try inputs.optional(1).map { try body.add("Add", [x, $0]) } ?? x
    return [try body.add("Gelu", [sum], ["approximate": .string("tanh")])]
  }
}

/// `com.microsoft::QuickGelu`: `x · σ(alpha · x)`.
struct QuickGelu: CompositeOperator {
  static let name = "com.microsoft::QuickGelu"
  static let inputCount = 1...1
  var alpha: Float

  init(attributes: inout AttributeReader) throws { alpha = try attributes.float("alpha") ?? 1.702 }

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    let x = try inputs.required(0)
    return [try body.add("Mul", [x, try body.add("Sigmoid", [try body.scaled(x, by: alpha)])])]
  }
}

/// The activation that a fused product ends with.
struct FusedActivation {
  let name: String
  let attributes: [String: AttributeValue]

  /// - Parameter parameters: the attributes' values in the order of ONNX's documentation.
  /// - Throws: `GraphError` for an activation that is not fused.
  init(_ name: String, parameters: [Float]) throws {
    let names: [String]
    switch name {
    case "Relu", "Tanh", "Sigmoid", "HardSwish": names = []
    case "LeakyRelu": names = ["alpha"]
    case "HardSigmoid": names = ["alpha", "beta"]
    case "Clip": names = ["min", "max"]
    default:
      throw GraphError(
        "activation “\(name)” is unknown",
        remedy: "Relu, Tanh, Sigmoid, HardSwish, LeakyRelu, HardSigmoid or Clip")
    }
    self.name = name
    attributes = Dictionary(uniqueKeysWithValues: zip(names, parameters).map { ($0, .float($1)) })
  }
}

extension Composition {
  mutating func activated(_ x: Operand, by activation: FusedActivation?) throws -> Operand {
    guard let activation else { return x }
    return try add(activation.name, [x], activation.attributes)
  }
}
