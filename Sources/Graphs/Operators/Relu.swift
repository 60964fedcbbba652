import Tensors

/// ONNX `Relu`: `max(0, x)`.
struct Relu: ElementwiseOperator {
  static let name = "Relu"
  static let inputCount = 1...1

  init() {}

  init(attributes: inout AttributeReader) throws {}

  func resultElement(for inputs: [TensorType]) throws -> ElementType {
    try ElementAgreement.common(of: inputs)
  }

  func compute(_ inputs: [Tensor], shape: [Int]) throws -> Tensor {
    if inputs[0].type.element == .float32 {
      return ElementwiseLoop.map(inputs[0]) { $0 < 0 ? 0 : $0 }
    }
    return ElementwiseLoop.mapIntegers(inputs[0]) { max(0, $0) }
  }
}
