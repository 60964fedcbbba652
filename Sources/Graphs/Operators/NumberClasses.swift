import Tensors

/// An operator that tells of each real number whether it is of some class.
protocol NumberClassOperator: ElementwiseOperator {
  func contains(_ value: Float) -> Bool
}

extension NumberClassOperator {
  static var inputCount: ClosedRange<Int> { 1...1 }

  func resultElement(for inputs: [TensorType]) throws -> ElementType {
    _ = try ElementAgreement.real(of: inputs, for: Self.name)
    return .bool
  }

  func compute(_ inputs: [Tensor], shape: [Int]) throws -> Tensor {
    let count = inputs[0].elementCount
    return inputs[0].readingFloats { source in
      .building(.bool, shape, as: UInt8.self) { target in
        for index in 0..<count { target[index] = contains(source[index]) ? 1 : 0 }
      }
    }
  }
}

/// ONNX `IsNaN`.
struct IsNaN: NumberClassOperator {
  static let name = "IsNaN"
  init(attributes: inout AttributeReader) throws {}
  func contains(_ value: Float) -> Bool { value.isNaN }
}

/// ONNX `IsInf`: infinities, of one sign only when the other is switched off.
struct IsInf: NumberClassOperator {
  static let name = "IsInf"
  var detectsNegative: Bool
  var detectsPositive: Bool

  init(attributes: inout AttributeReader) throws {
    detectsNegative = try attributes.integer("detect_negative") ?? 1 != 0
    detectsPositive = try attributes.integer("detect_positive") ?? 1 != 0
  }

  func contains(_ value: Float) -> Bool {
    value.isInfinite && (value < 0 ? detectsNegative : detectsPositive)
  }
}
