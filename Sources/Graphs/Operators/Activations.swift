import Foundation
import Tensors

/// ONNX `Relu`: `max(0, x)`.
struct Relu: PlainUnaryOperator {
  static let name = "Relu"
  static let takesIntegers = true
  @inline(__always) func onReal(_ value: Float) -> Float { value < 0 ? 0 : value }
  func onInteger(_ value: Int64) -> Int64 { max(0, value) }
}

/// ONNX `LeakyRelu`: `x < 0 ? alpha · x : x`.
struct LeakyRelu: UnaryOperator {
  static let name = "LeakyRelu"
  static let operationsPerResult = 2
  var alpha: Float

  init(attributes: inout AttributeReader) throws { alpha = try attributes.float("alpha") ?? 0.01 }

  @inline(__always) func onReal(_ value: Float) -> Float { value < 0 ? alpha * value : value }
}

/// ONNX `Elu`: `x < 0 ? alpha · (eˣ − 1) : x`.
struct Elu: UnaryOperator {
  static let name = "Elu"
  static let operationsPerResult = Work.transcendental
  var alpha: Float

  init(attributes: inout AttributeReader) throws { alpha = try attributes.float("alpha") ?? 1 }

  func onReal(_ value: Float) -> Float { value < 0 ? alpha * expm1(value) : value }
}

/// ONNX `HardSigmoid`: `max(0, min(1, alpha · x + beta))`.
struct HardSigmoid: UnaryOperator {
  static let name = "HardSigmoid"
  static let operationsPerResult = 4
  var alpha: Float
  var beta: Float

  init(attributes: inout AttributeReader) throws {
    alpha = try attributes.float("alpha") ?? 0.2
    beta = try attributes.float("beta") ?? 0.5
  }

  @inline(__always) func onReal(_ value: Float) -> Float { max(0, min(1, alpha * value + beta)) }
}

/// ONNX `HardSwish`: `x · max(0, min(1, x / 6 + 1/2))`.
struct HardSwish: PlainUnaryOperator {
  static let name = "HardSwish"
  static let operationsPerResult = 5
  @inline(__always) func onReal(_ value: Float) -> Float { value * max(0, min(1, value / 6 + 0.5)) }
}

/// ONNX `Sigmoid`: `1 / (1 + e⁻ˣ)`.
struct Sigmoid: ArrayUnaryOperator {
  static let name = "Sigmoid"
  init() {}
  init(attributes: inout AttributeReader) throws {}
  func apply(_ values: UnsafeMutableBufferPointer<Float>) { VectorMath.sigmoid(values) }
}

/// ONNX `Tanh`.
struct Tanh: ArrayUnaryOperator {
  static let name = "Tanh"
  init() {}
  init(attributes: inout AttributeReader) throws {}
  func apply(_ values: UnsafeMutableBufferPointer<Float>) { VectorMath.tanh(values) }
}

/// ONNX `Softplus`: `ln(1 + eˣ)`.
struct Softplus: PlainUnaryOperator {
  static let name = "Softplus"
  static let operationsPerResult = 2 * Work.transcendental
  func onReal(_ value: Float) -> Float { max(value, 0) + log1p(exp(-abs(value))) }
}

/// ONNX `Softsign`: `x / (1 + |x|)`.
struct Softsign: PlainUnaryOperator {
  static let name = "Softsign"
  static let operationsPerResult = Work.transcendental + 2
  @inline(__always) func onReal(_ value: Float) -> Float { value / (1 + abs(value)) }
}

/// ONNX `Gelu`: `x · Φ(x)`, by the error function or by its `tanh` approximation.
struct Gelu: ArrayUnaryOperator {
  static let name = "Gelu"
  static let operationsPerResult = Work.transcendental + 4
  var usesTanh: Bool

  init(usesTanh: Bool = false) { self.usesTanh = usesTanh }

  init(attributes: inout AttributeReader) throws {
    let approximation = try attributes.string("approximate") ?? "none"
    guard ["none", "tanh"].contains(approximation) else {
      throw GraphError("approximate “\(approximation)” is unknown", remedy: "none or tanh")
    }
    usesTanh = approximation == "tanh"
  }

  func apply(_ values: UnsafeMutableBufferPointer<Float>) {
    let inputs = Array(values)
    if usesTanh {
      let scale = Float((2 / Double.pi).squareRoot())
      for index in values.indices {
        let value = inputs[index]
        values[index] = scale * (value + 0.044715 * value * value * value)
      }
      VectorMath.tanh(values)
    } else {
      let scale = Float(0.5.squareRoot())
      for index in values.indices { values[index] = inputs[index] * scale }
      VectorMath.erf(values)
    }
    for index in values.indices { values[index] = 0.5 * inputs[index] * (1 + values[index]) }
  }
}
