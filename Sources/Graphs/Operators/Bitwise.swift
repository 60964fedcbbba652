import Tensors

/// A binary operator on the bits of whole numbers.
protocol BitwiseOperator: ElementwiseOperator {
  func onBits(_ left: Int64, _ right: Int64) -> Int64
}

extension BitwiseOperator {
  static var inputCount: ClosedRange<Int> { 2...2 }

  func resultElement(for inputs: [TensorType]) throws -> ElementType {
    let element = try ElementAgreement.common(of: inputs)
    guard inputs.allSatisfy({ $0.element.isInteger && $0.quantization == nil }) else {
      throw GraphError(
        "\(Self.name) is defined on whole numbers and is given \(element.rawValue)", remedy: "insert a Cast")
    }
    return element
  }

  func compute(_ inputs: [Tensor], shape: [Int]) throws -> Tensor {
    ElementwiseLoop.combineIntegers(
      inputs[0], inputs[1], element: inputs[0].type.element, shape: shape
    ) { onBits($0, $1) }
  }
}

/// ONNX `BitwiseAnd`.
struct BitwiseAnd: BitwiseOperator {
  static let name = "BitwiseAnd"
  init(attributes: inout AttributeReader) throws {}
  func onBits(_ left: Int64, _ right: Int64) -> Int64 { left & right }
}

/// ONNX `BitwiseOr`.
struct BitwiseOr: BitwiseOperator {
  static let name = "BitwiseOr"
  init(attributes: inout AttributeReader) throws {}
  func onBits(_ left: Int64, _ right: Int64) -> Int64 { left | right }
}

/// ONNX `BitwiseXor`.
struct BitwiseXor: BitwiseOperator {
  static let name = "BitwiseXor"
  init(attributes: inout AttributeReader) throws {}
  func onBits(_ left: Int64, _ right: Int64) -> Int64 { left ^ right }
}

/// ONNX `BitShift`: of unsigned numbers, to the `LEFT` (bits that leave are lost) or to the `RIGHT`.
struct BitShift: BitwiseOperator {
  static let name = "BitShift"
  var isToTheLeft: Bool

  init(attributes: inout AttributeReader) throws {
    guard let direction = try attributes.string("direction"), ["LEFT", "RIGHT"].contains(direction) else {
      throw GraphError("BitShift has no direction it knows", remedy: "LEFT or RIGHT")
    }
    isToTheLeft = direction == "LEFT"
  }

  func resultElement(for inputs: [TensorType]) throws -> ElementType {
    let element = try ElementAgreement.common(of: inputs)
    guard inputs.allSatisfy({ $0.element.isInteger && !$0.element.isSigned && $0.quantization == nil })
    else {
      throw GraphError(
        "BitShift is defined on unsigned numbers and is given \(element.rawValue)", remedy: "insert a Cast")
    }
    return element
  }

  func onBits(_ left: Int64, _ right: Int64) -> Int64 {
    let (bits, count) = (UInt64(bitPattern: left), UInt64(bitPattern: right))
    return Int64(bitPattern: isToTheLeft ? bits << count : bits >> count)
  }
}

/// ONNX `BitwiseNot`.
struct BitwiseNot: ElementwiseOperator {
  static let name = "BitwiseNot"
  static let inputCount = 1...1

  init(attributes: inout AttributeReader) throws {}

  func resultElement(for inputs: [TensorType]) throws -> ElementType {
    guard inputs[0].element.isInteger, inputs[0].quantization == nil else {
      throw GraphError(
        "BitwiseNot is defined on whole numbers and is given \(inputs[0].element.rawValue)",
        remedy: "insert a Cast")
    }
    return inputs[0].element
  }

  func compute(_ inputs: [Tensor], shape: [Int]) throws -> Tensor {
    ElementwiseLoop.mapIntegers(inputs[0]) { ~$0 }
  }
}
