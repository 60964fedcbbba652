import Foundation

/// ONNX `Celu`: `max(0, x) + min(0, alpha · (e^(x/alpha) − 1))`.
struct Celu: UnaryOperator {
  static let name = "Celu"
  static let operationsPerResult = Work.transcendental + 3
  var alpha: Float

  init(attributes: inout AttributeReader) throws { alpha = try attributes.float("alpha") ?? 1 }

  func onReal(_ value: Float) -> Float { max(0, value) + min(0, alpha * expm1(value / alpha)) }
}

/// ONNX `Selu`: `gamma · (x > 0 ? x : alpha · (eˣ − 1))`.
struct Selu: UnaryOperator {
  static let name = "Selu"
  static let operationsPerResult = Work.transcendental + 2
  var alpha: Float
  var gamma: Float

  init(attributes: inout AttributeReader) throws {
    alpha = try attributes.float("alpha") ?? 1.673_263_2
    gamma = try attributes.float("gamma") ?? 1.050_701
  }

  func onReal(_ value: Float) -> Float { gamma * (value > 0 ? value : alpha * expm1(value)) }
}

/// ONNX `Mish`: `x · tanh(ln(1 + eˣ))`.
struct Mish: PlainUnaryOperator {
  static let name = "Mish"
  static let operationsPerResult = 3 * Work.transcendental + 1
  func onReal(_ value: Float) -> Float { value * tanh(max(value, 0) + log1p(exp(-abs(value)))) }
}

/// ONNX `ThresholdedRelu`: `x > alpha ? x : 0`.
struct ThresholdedRelu: UnaryOperator {
  static let name = "ThresholdedRelu"
  var alpha: Float

  init(attributes: inout AttributeReader) throws { alpha = try attributes.float("alpha") ?? 1 }

  @inline(__always) func onReal(_ value: Float) -> Float { value > alpha ? value : 0 }
}

/// ONNX `Shrink`: towards zero by `bias` outside `±lambd`, 0 inside.
struct Shrink: UnaryOperator {
  static let name = "Shrink"
  static let operationsPerResult = 3
  static let takesIntegers = true
  var bias: Float
  var limit: Float

  init(attributes: inout AttributeReader) throws {
    bias = try attributes.float("bias") ?? 0
    limit = try attributes.float("lambd") ?? 0.5
  }

  @inline(__always) func onReal(_ value: Float) -> Float {
    value < -limit ? value + bias : value > limit ? value - bias : 0
  }

  func onInteger(_ value: Int64) -> Int64 {
    let shrunk = Double(onReal(Float(value)))
    return Int64(exactly: shrunk.rounded(.towardZero)) ?? value
  }
}
