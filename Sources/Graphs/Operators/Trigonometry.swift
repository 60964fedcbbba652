import Foundation

/// ONNX `Tan`.
struct Tan: PlainUnaryOperator {
  static let name = "Tan"
  static let operationsPerResult = Work.transcendental
  func onReal(_ value: Float) -> Float { tan(value) }
}

/// ONNX `Asin`: the angle whose sine is x.
struct Asin: PlainUnaryOperator {
  static let name = "Asin"
  static let operationsPerResult = Work.transcendental
  func onReal(_ value: Float) -> Float { asin(value) }
}

/// ONNX `Acos`: the angle whose cosine is x.
struct Acos: PlainUnaryOperator {
  static let name = "Acos"
  static let operationsPerResult = Work.transcendental
  func onReal(_ value: Float) -> Float { acos(value) }
}

/// ONNX `Atan`: the angle whose tangent is x.
struct Atan: PlainUnaryOperator {
  static let name = "Atan"
  static let operationsPerResult = Work.transcendental
  func onReal(_ value: Float) -> Float { atan(value) }
}

/// ONNX `Sinh`.
struct Sinh: PlainUnaryOperator {
  static let name = "Sinh"
  static let operationsPerResult = Work.transcendental
  func onReal(_ value: Float) -> Float { sinh(value) }
}

/// ONNX `Cosh`.
struct Cosh: PlainUnaryOperator {
  static let name = "Cosh"
  static let operationsPerResult = Work.transcendental
  func onReal(_ value: Float) -> Float { cosh(value) }
}

/// ONNX `Asinh`: the inverse of Sinh.
struct Asinh: PlainUnaryOperator {
  static let name = "Asinh"
  static let operationsPerResult = 2 * Work.transcendental
  func onReal(_ value: Float) -> Float { asinh(value) }
}

/// ONNX `Acosh`: the inverse of Cosh, not a number below 1.
struct Acosh: PlainUnaryOperator {
  static let name = "Acosh"
  static let operationsPerResult = 2 * Work.transcendental
  func onReal(_ value: Float) -> Float { acosh(value) }
}

/// ONNX `Atanh`: the inverse of Tanh.
struct Atanh: PlainUnaryOperator {
  static let name = "Atanh"
  static let operationsPerResult = 2 * Work.transcendental
  func onReal(_ value: Float) -> Float { atanh(value) }
}
