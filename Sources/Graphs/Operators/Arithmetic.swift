import Foundation
import Tensors

/// A binary operator on two tensors of one type that yields the same type.
protocol ArithmeticOperator: ElementwiseOperator {
  static var operationsPerResult: Int { get }
  static func onReals(_ left: Float, _ right: Float) -> Float
  static func onIntegers(_ left: Int64, _ right: Int64) -> Int64
  /// Of uint64, whose numbers beyond `Int64.max` are negative to `onIntegers`.
  static func onWideUnsigned(_ left: UInt64, _ right: UInt64) -> UInt64
  init()
}

extension ArithmeticOperator {
  static var inputCount: ClosedRange<Int> { 2...2 }
  static var operationsPerResult: Int { 1 }

  static func onWideUnsigned(_ left: UInt64, _ right: UInt64) -> UInt64 {
    UInt64(bitPattern: onIntegers(Int64(bitPattern: left), Int64(bitPattern: right)))
  }

  init(attributes: inout AttributeReader) throws { self.init() }

  func resultElement(for inputs: [TensorType]) throws -> ElementType {
    try ElementAgreement.common(of: inputs)
  }

  func compute(_ inputs: [Tensor], shape: [Int]) throws -> Tensor {
    if inputs[0].type.element == .float32 {
      return ElementwiseLoop.combine(inputs[0], inputs[1], shape: shape) { Self.onReals($0, $1) }
    }
    if inputs[0].type.element == .uint64 {
      return ElementwiseLoop.combineIntegers(inputs[0], inputs[1], element: .uint64, shape: shape) {
        Int64(bitPattern: Self.onWideUnsigned(UInt64(bitPattern: $0), UInt64(bitPattern: $1)))
      }
    }
    return ElementwiseLoop.combineIntegers(
      inputs[0], inputs[1], element: inputs[0].type.element, shape: shape
    ) { Self.onIntegers($0, $1) }
  }

  func operationsPerElement(inputCount: Int) -> Int { Self.operationsPerResult }
}

/// Which element type operands of one operator share.
enum ElementAgreement {
  /// The element type that all inputs have. Quantised integers count as real numbers: the result of mixing them
  /// with others, or of two of them, is `fp32` until a precision pass gives it a type of its own.
  /// - Throws: `GraphError` naming the types when real numbers meet plain integers, or integers of two widths meet.
  static func common(of types: [TensorType]) throws -> ElementType {
    guard let first = types.first else { throw GraphError("no inputs") }
    if types.allSatisfy(\.isReal) {
      let storage = types.map { $0.quantization == nil ? $0.element : .float32 }
      if storage.allSatisfy({ $0 == storage[0] }) { return storage[0] }
      return .float32
    }
    if let other = types.first(where: { $0.element != first.element || $0.isReal != first.isReal }) {
      throw GraphError(
        "element types \(first.element.rawValue) and \(other.element.rawValue) do not fit together",
        remedy: "insert a Cast so that both are the same")
    }
    return first.element
  }

  /// - Throws: `GraphError` naming the role of an operand that must be whole numbers (indices, lengths) and is not.
  static func requireIntegers(_ type: TensorType?, _ role: String) throws {
    guard let type, type.isReal || type.element.isFloatingPoint || type.element == .bool else { return }
    throw GraphError("the \(role) have type \(type.element.rawValue)", remedy: "expected int64")
  }

  /// As `common`, for an operator whose kernel knows real numbers only.
  /// - Throws: `GraphError` naming the operator and the type when an operand is a plain integer or a bool.
  static func real(of types: [TensorType], for name: String) throws -> ElementType {
    if let other = types.first(where: { !$0.isReal }) {
      throw GraphError(
        "\(name) is defined on real numbers and is given \(other.element.rawValue)", remedy: "insert a Cast")
    }
    return try common(of: types)
  }
}

/// ONNX `Add`: element-wise sum with broadcasting.
struct Add: ArithmeticOperator {
  static let name = "Add"
  @inline(__always) static func onReals(_ left: Float, _ right: Float) -> Float { left + right }
  @inline(__always) static func onIntegers(_ left: Int64, _ right: Int64) -> Int64 { left &+ right }
}

/// ONNX `Sub`: element-wise difference with broadcasting.
struct Sub: ArithmeticOperator {
  static let name = "Sub"
  @inline(__always) static func onReals(_ left: Float, _ right: Float) -> Float { left - right }
  @inline(__always) static func onIntegers(_ left: Int64, _ right: Int64) -> Int64 { left &- right }
}

/// ONNX `Mul`: element-wise product with broadcasting.
struct Mul: ArithmeticOperator {
  static let name = "Mul"
  @inline(__always) static func onReals(_ left: Float, _ right: Float) -> Float { left * right }
  @inline(__always) static func onIntegers(_ left: Int64, _ right: Int64) -> Int64 { left &* right }
}

/// ONNX `Div`: element-wise quotient with broadcasting; integers truncate towards zero, and yield 0 for a zero
/// divisor (ONNX leaves that open).
struct Div: ArithmeticOperator {
  static let name = "Div"
  static let operationsPerResult = Work.transcendental
  @inline(__always) static func onReals(_ left: Float, _ right: Float) -> Float { left / right }
  @inline(__always) static func onIntegers(_ left: Int64, _ right: Int64) -> Int64 {
    right == 0 ? 0 : left.dividedReportingOverflow(by: right).partialValue
  }
  static func onWideUnsigned(_ left: UInt64, _ right: UInt64) -> UInt64 { right == 0 ? 0 : left / right }
}

/// ONNX `Pow`: `left` to the power of `right`, in the type of `left`.
struct Pow: ElementwiseOperator {
  static let name = "Pow"
  static let inputCount = 2...2

  init(attributes: inout AttributeReader) throws {}

  func resultElement(for inputs: [TensorType]) throws -> ElementType {
    inputs[0].quantization == nil ? inputs[0].element : .float32
  }

  func operationsPerElement(inputCount: Int) -> Int { 2 * Work.transcendental }

  func compute(_ inputs: [Tensor], shape: [Int]) throws -> Tensor {
    let exponent = Tensor(TensorType(.float32, inputs[1].shape), floats: inputs[1].floats)
    if inputs[0].type.element == .float32 {
      return ElementwiseLoop.combine(inputs[0], exponent, shape: shape, Pow.power)
    }
    return ElementwiseLoop.combineIntegers(
      inputs[0], Tensor(TensorType(.int64, exponent.shape), floats: exponent.floats),
      element: inputs[0].type.element, shape: shape
    ) { Pow.power($0, $1) }
  }

  @inline(__always)
  private static func power(_ base: Float, _ exponent: Float) -> Float {
    if exponent == 2 { return base * base }
    if exponent == 0.5 { return base.squareRoot() }
    return pow(base, exponent)
  }

  private static func power(_ base: Int64, _ exponent: Int64) -> Int64 {
    if exponent < 0 { return base == 1 ? 1 : 0 }
    var (result, square, left) = (Int64(1), base, exponent)
    while left > 0 {
      if left & 1 == 1 { result = result &* square }
      square = square &* square
      left >>= 1
    }
    return result
  }
}

/// ONNX `Mod`: the remainder with the sign of the divisor, or with `fmod` the sign of the dividend.
struct Mod: ElementwiseOperator {
  static let name = "Mod"
  static let inputCount = 2...2
  var followsDividend: Bool

  init(attributes: inout AttributeReader) throws { followsDividend = try attributes.integer("fmod") == 1 }

  func resultElement(for inputs: [TensorType]) throws -> ElementType {
    try ElementAgreement.common(of: inputs)
  }

  func operationsPerElement(inputCount: Int) -> Int { Work.transcendental }

  func compute(_ inputs: [Tensor], shape: [Int]) throws -> Tensor {
    if inputs[0].type.element == .float32 {
      return ElementwiseLoop.combine(inputs[0], inputs[1], shape: shape) { dividend, divisor in
        let rest = dividend.truncatingRemainder(dividingBy: divisor)
        return followsDividend || rest == 0 || (rest < 0) == (divisor < 0) ? rest : rest + divisor
      }
    }
    let isWideUnsigned = inputs[0].type.element == .uint64
    return ElementwiseLoop.combineIntegers(
      inputs[0], inputs[1], element: inputs[0].type.element, shape: shape
    ) { dividend, divisor in
      if divisor == 0 { return 0 }
      if isWideUnsigned {
        return Int64(bitPattern: UInt64(bitPattern: dividend) % UInt64(bitPattern: divisor))
      }
      let rest = dividend.remainderReportingOverflow(dividingBy: divisor).partialValue
      return followsDividend || rest == 0 || (rest < 0) == (divisor < 0) ? rest : rest + divisor
    }
  }
}

/// ONNX `PRelu`: `x < 0 ? slope · x : x`, the slope broadcast to the input.
struct PRelu: ElementwiseOperator {
  static let name = "PRelu"
  static let inputCount = 2...2

  init(attributes: inout AttributeReader) throws {}

  func resultElement(for inputs: [TensorType]) throws -> ElementType {
    try ElementAgreement.common(of: inputs)
  }

  func operationsPerElement(inputCount: Int) -> Int { 2 }

  func compute(_ inputs: [Tensor], shape: [Int]) throws -> Tensor {
    if inputs[0].type.element == .float32 {
      return ElementwiseLoop.combine(inputs[0], inputs[1], shape: shape) { $0 < 0 ? $0 * $1 : $0 }
    }
    return ElementwiseLoop.combineIntegers(
      inputs[0], inputs[1], element: inputs[0].type.element, shape: shape
    ) { $0 < 0 ? $0 &* $1 : $0 }
  }
}
