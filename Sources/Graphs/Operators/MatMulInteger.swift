import Tensors

/// ONNX `MatMulInteger`: a matrix product of 8-bit integers, their zero points taken out, summed in `int32`. Inputs:
/// A, B, zero point of A (a scalar or one for each row), zero point of B (a scalar or one for each column).
struct MatMulInteger: IntegerProduct {
  static let name = "MatMulInteger"
  var bound: ZeroPoints?

  init() {}

  init(attributes: inout AttributeReader) throws {}

  func contraction(_ a: [Int], _ b: [Int]) throws -> any Contraction {
    MatMulContraction(shape: try MatMulShape(a: a, b: b))
  }

  func shape(_ a: [Int], _ b: [Int]) throws -> [Int] { try MatMulShape(a: a, b: b).visibleOutput }

  func parameterShape(_ index: Int, operand: [Int], zeroPoint: [Int]) throws -> [Int] {
    try MatMulParameters.shape(index, operand: operand, parameter: zeroPoint)
  }

  /// A vector on the right has no axis for the columns of a product; it becomes a column that vanishes again.
  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let b = try inputs.required(1)
    guard b.shape.count == 1 else { return try product(inputs, outputs) }
    var widened = inputs
    widened[1] = b.reshaped(to: b.shape + [1])
    let column = TensorType(.int32, try shape(try inputs.required(0).shape, b.shape + [1]))
    return try product(widened, [column]).map { $0.reshaped(to: outputs[0].shape) }
  }

  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form {
    inputs[1]?.type.shape.count == 1 ? .host : productForm(inputs, outputs)
  }

  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    Work(multiplyAccumulates: outputs[0].elementCount * (inputs[0]!.shape.last ?? 1))
  }
}

/// Scales and zero points of the operands of a matrix product.
enum MatMulParameters {
  /// How a scalar, a vector or a full-rank parameter of operand 0 (by rows) or 1 (by columns) stretches over it.
  static func shape(_ index: Int, operand: [Int], parameter: [Int]) throws -> [Int] {
    if parameter.reduce(1, *) == 1, parameter.count <= 1 { return [] }
    let rank = operand.count
    let free = index == 0 ? rank - 2 : rank - 1
    if rank >= 2, parameter == [operand[free]] { return index == 0 ? parameter + [1] : parameter }
    if parameter.count == rank, rank >= 2, parameter[index == 0 ? rank - 1 : rank - 2] == 1,
      let stretched = try? Broadcasting.shape(parameter, operand), stretched == operand
    {
      return parameter
    }
    throw GraphError(
      "parameter \(parameter) does not fit \(index == 0 ? "the rows" : "the columns") of \(operand)",
      remedy: "a scalar, or one for each \(index == 0 ? "row" : "column")")
  }
}
