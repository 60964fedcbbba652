import Foundation
import Tensors

/// ONNX `Exp`.
struct Exp: ArrayUnaryOperator {
  static let name = "Exp"
  init(attributes: inout AttributeReader) throws {}
  func apply(_ values: UnsafeMutableBufferPointer<Float>) { VectorMath.exp(values) }
}

/// ONNX `Erf`: the error function.
struct Erf: ArrayUnaryOperator {
  static let name = "Erf"
  init(attributes: inout AttributeReader) throws {}
  func apply(_ values: UnsafeMutableBufferPointer<Float>) { VectorMath.erf(values) }
}

/// ONNX `Log`: the natural logarithm.
struct Log: PlainUnaryOperator {
  static let name = "Log"
  static let operationsPerResult = Work.transcendental
  func onReal(_ value: Float) -> Float { log(value) }
}

/// ONNX `Sqrt`.
struct Sqrt: PlainUnaryOperator {
  static let name = "Sqrt"
  static let operationsPerResult = Work.transcendental
  @inline(__always) func onReal(_ value: Float) -> Float { value.squareRoot() }
}

/// ONNX `Reciprocal`: `1 / x`.
struct Reciprocal: PlainUnaryOperator {
  static let name = "Reciprocal"
  static let operationsPerResult = Work.transcendental
  @inline(__always) func onReal(_ value: Float) -> Float { 1 / value }
}

/// ONNX `Neg`.
struct Neg: PlainUnaryOperator {
  static let name = "Neg"
  static let takesIntegers = true
  @inline(__always) func onReal(_ value: Float) -> Float { -value }
  func onInteger(_ value: Int64) -> Int64 { 0 &- value }
}

/// ONNX `Abs`.
struct Abs: PlainUnaryOperator {
  static let name = "Abs"
  static let takesIntegers = true
  @inline(__always) func onReal(_ value: Float) -> Float { abs(value) }
  func onInteger(_ value: Int64) -> Int64 { value < 0 ? 0 &- value : value }
}

/// ONNX `Sign`: −1, 0 or 1.
struct Sign: PlainUnaryOperator {
  static let name = "Sign"
  static let takesIntegers = true
  @inline(__always) func onReal(_ value: Float) -> Float { value > 0 ? 1 : value < 0 ? -1 : value }
  func onInteger(_ value: Int64) -> Int64 { value.signum() }
}

/// ONNX `Floor`.
struct Floor: PlainUnaryOperator {
  static let name = "Floor"
  @inline(__always) func onReal(_ value: Float) -> Float { value.rounded(.down) }
}

/// ONNX `Ceil`.
struct Ceil: PlainUnaryOperator {
  static let name = "Ceil"
  @inline(__always) func onReal(_ value: Float) -> Float { value.rounded(.up) }
}

/// ONNX `Round`: to nearest, halves to even.
struct Round: PlainUnaryOperator {
  static let name = "Round"
  @inline(__always) func onReal(_ value: Float) -> Float { value.rounded(.toNearestOrEven) }
}

/// ONNX `Sin`.
struct Sin: PlainUnaryOperator {
  static let name = "Sin"
  static let operationsPerResult = Work.transcendental
  func onReal(_ value: Float) -> Float { sin(value) }
}

/// ONNX `Cos`.
struct Cos: PlainUnaryOperator {
  static let name = "Cos"
  static let operationsPerResult = Work.transcendental
  func onReal(_ value: Float) -> Float { cos(value) }
}
