import Tensors

/// A binary operator that yields truth values.
protocol ComparisonOperator: ElementwiseOperator {
  init()
  static func onReals(_ left: Float, _ right: Float) -> Bool
  static func onIntegers(_ left: Int64, _ right: Int64) -> Bool
}

extension ComparisonOperator {
  static var inputCount: ClosedRange<Int> { 2...2 }

  init(attributes: inout AttributeReader) throws { self.init() }

  func resultElement(for inputs: [TensorType]) throws -> ElementType {
    _ = try ElementAgreement.common(of: inputs)
    return .bool
  }

  func compute(_ inputs: [Tensor], shape: [Int]) throws -> Tensor {
    let left = inputs[0]
    let right = inputs[1]
    guard left.type.element == .float32 else {
      let truths = ElementwiseLoop.combine(
        left.orderedIntegers, left.shape, right.orderedIntegers, right.shape, shape: shape
      ) { Self.onIntegers($0, $1) ? 1 : 0 }
      return Tensor(TensorType(.bool, shape), integers: truths)
    }
    return left.readingFloats { a in
      right.readingFloats { b in
        .building(.bool, shape, as: UInt8.self) { target in
          ElementwiseLoop.combine(a, left.shape, b, right.shape, into: target, shape: shape) {
            Self.onReals($0, $1) ? 1 : 0
          }
        }
      }
    }
  }
}

/// ONNX `Equal`.
struct Equal: ComparisonOperator {
  static let name = "Equal"
  @inline(__always) static func onReals(_ left: Float, _ right: Float) -> Bool { left == right }
  @inline(__always) static func onIntegers(_ left: Int64, _ right: Int64) -> Bool { left == right }
}

/// ONNX `Greater`.
struct Greater: ComparisonOperator {
  static let name = "Greater"
  @inline(__always) static func onReals(_ left: Float, _ right: Float) -> Bool { left > right }
  @inline(__always) static func onIntegers(_ left: Int64, _ right: Int64) -> Bool { left > right }
}

/// ONNX `GreaterOrEqual`.
struct GreaterOrEqual: ComparisonOperator {
  static let name = "GreaterOrEqual"
  @inline(__always) static func onReals(_ left: Float, _ right: Float) -> Bool { left >= right }
  @inline(__always) static func onIntegers(_ left: Int64, _ right: Int64) -> Bool { left >= right }
}

/// ONNX `Less`.
struct Less: ComparisonOperator {
  static let name = "Less"
  @inline(__always) static func onReals(_ left: Float, _ right: Float) -> Bool { left < right }
  @inline(__always) static func onIntegers(_ left: Int64, _ right: Int64) -> Bool { left < right }
}

/// ONNX `LessOrEqual`.
struct LessOrEqual: ComparisonOperator {
  static let name = "LessOrEqual"
  @inline(__always) static func onReals(_ left: Float, _ right: Float) -> Bool { left <= right }
  @inline(__always) static func onIntegers(_ left: Int64, _ right: Int64) -> Bool { left <= right }
}

/// ONNX `And`.
struct And: ComparisonOperator {
  static let name = "And"
  @inline(__always) static func onReals(_ left: Float, _ right: Float) -> Bool { left != 0 && right != 0 }
  @inline(__always) static func onIntegers(_ left: Int64, _ right: Int64) -> Bool { left != 0 && right != 0 }
}

/// ONNX `Or`.
struct Or: ComparisonOperator {
  static let name = "Or"
  @inline(__always) static func onReals(_ left: Float, _ right: Float) -> Bool { left != 0 || right != 0 }
  @inline(__always) static func onIntegers(_ left: Int64, _ right: Int64) -> Bool { left != 0 || right != 0 }
}

/// ONNX `Xor`.
struct Xor: ComparisonOperator {
  static let name = "Xor"
  @inline(__always) static func onReals(_ left: Float, _ right: Float) -> Bool { (left != 0) != (right != 0) }
  @inline(__always) static func onIntegers(_ left: Int64, _ right: Int64) -> Bool {
    (left != 0) != (right != 0)
  }
}

/// ONNX `Not`.
struct Not: ElementwiseOperator {
  static let name = "Not"
  static let inputCount = 1...1

  init(attributes: inout AttributeReader) throws {}

  func resultElement(for inputs: [TensorType]) throws -> ElementType {
    guard inputs[0].element == .bool else {
      throw GraphError("Not is given \(inputs[0].element.rawValue)", remedy: "insert a Cast to bool")
    }
    return .bool
  }

  func compute(_ inputs: [Tensor], shape: [Int]) throws -> Tensor {
    ElementwiseLoop.mapIntegers(inputs[0]) { 1 - $0 }
  }
}
