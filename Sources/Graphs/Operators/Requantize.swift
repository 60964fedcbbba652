import Tensors

/// `saturate(round(sum · factor) + zero point)`: sums of products of integers in steps of another scale. It has no ONNX name;
/// quantised operators consist of an integer product and this. Inputs: sums (`int32`), factors, zero points; all of
/// them broadcast. The result has the zero points' type. Ties round to even.
struct Requantize: ElementwiseOperator {
  static let name = "tilewright::Requantize"
  static let inputCount = 3...3

  init() {}

  init(attributes: inout AttributeReader) throws {}

  func resultElement(for inputs: [TensorType]) throws -> ElementType {
    guard !inputs[0].isReal, inputs[1].isReal, inputs[2].element.isInteger, !inputs[2].isReal else {
      throw GraphError(
        "\(Self.name) is given \(inputs.map(\.element.rawValue).joined(separator: ", "))",
        remedy: "integer sums, a real factor and an integer zero point")
    }
    return inputs[2].element
  }

  func operationsPerElement(inputCount: Int) -> Int { 4 }

  func compute(_ inputs: [Tensor], shape: [Int]) throws -> Tensor {
    let sums = inputs[0].converted(to: TensorType(.float32, inputs[0].shape))
    let steps = ElementwiseLoop.combine(sums, inputs[1], shape: shape) {
      ($0 * $1).rounded(.toNearestOrEven)
    }
    let zeroPoints = inputs[2].converted(to: TensorType(.float32, inputs[2].shape))
    let codes = ElementwiseLoop.combine(steps, zeroPoints, shape: shape) { $0 + $1 }
    return Tensor(TensorType(inputs[2].type.element, shape), floats: codes.floats)
  }
}
