import Tensors

/// ONNX `Einsum`: sums of products over the axes that the equation's output does not name. Operands are multiplied from
/// the left, two at a time, each pair as a batched matrix product.
struct Einsum: HostOperator {
  static let name = "Einsum"
  static let inputCount = 1...Int(Int32.max)
  var equation: String

  init(attributes: inout AttributeReader) throws {
    guard let equation = try attributes.string("equation") else {
      throw GraphError("equation is missing", remedy: "such as “ij,jk->ik”")
    }
    self.equation = equation
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let types = try inputs.indices.map { try inputs.required($0).type }
    let parsed = try EinsumEquation(equation, shapes: types.map(\.shape))
    return [TensorType(try ElementAgreement.common(of: types), parsed.shape(parsed.output))]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let tensors = try inputs.indices.map { try inputs.required($0) }
    let parsed = try EinsumEquation(equation, shapes: tensors.map(\.shape))
    let shape = outputs[0].shape
    if tensors[0].type.element == .float32 {
      let values = EinsumSum(parsed, tensors.map { ($0.shape, $0.floats) }).result
      return [Tensor(TensorType(.float32, shape), floats: values)]
    }
    let values = EinsumSum(parsed, tensors.map { ($0.shape, $0.integers) }).result
    return [Tensor(TensorType(tensors[0].type.element, shape), integers: values)]
  }

  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    let shapes = inputs.compactMap { $0?.shape }
    guard let parsed = try? EinsumEquation(equation, shapes: shapes) else {
      return Work(scalarOperations: outputs[0].elementCount)
    }
    return shapes.count == 1
      ? Work(scalarOperations: parsed.combinations)
      : Work(multiplyAccumulates: parsed.combinations * (shapes.count - 1))
  }
}
