import Foundation
import Tensors

/// A binary operator on two tensors of one type that yields the same type.
protocol ArithmeticOperator: ElementwiseOperator {
  static var operationsPerResult: Int { get }
  static func onReals(_ left: Float, _ right: Float) -> Float
  static func onIntegers(_ left: Int64, _ right: Int64) -> Int64
  init()
}

extension ArithmeticOperator {
  static var inputCount: ClosedRange<Int> { 2...2 }
  static var operationsPerResult: Int { 1 }

  init(attributes: inout AttributeReader) throws { self.init() }

  func resultElement(for inputs: [TensorType]) throws -> ElementType {
    try ElementAgreement.common(of: inputs)
  }

  func compute(_ inputs: [Tensor], shape: [Int]) throws -> Tensor {
    if inputs[0].type.element == .float32 {
      return ElementwiseLoop.combine(inputs[0], inputs[1], shape: shape) { Self.onReals($0, $1) }
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
}
