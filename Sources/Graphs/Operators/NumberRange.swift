import Tensors

/// ONNX `Range`: numbers from `start` up to, not including, `limit` in steps of `delta`.
struct NumberRange: HostOperator {
  static let name = "Range"
  static let inputCount = 3...3

  init(attributes: inout AttributeReader) throws {}

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let bounds = try (0..<3).map { index -> Tensor in
      guard let constant = try inputs.required(index).constant else {
        throw GraphError(
          "input \(index) of Range is not known before the run", remedy: "make it a constant",
          neededInput: index)
      }
      guard constant.elementCount == 1 else {
        throw GraphError("input \(index) of Range has shape \(constant.shape)", remedy: "give a scalar")
      }
      return constant
    }
    _ = try ElementAgreement.common(of: inputs.compactMap { $0?.type })
    let element = try inputs.required(0).type.element
    let (start, limit, delta) = (bounds[0], bounds[1], bounds[2])
    guard delta.floats[0] != 0 else { throw GraphError("Range has delta 0", remedy: "a step is not zero") }
    let count =
      element.isFloatingPoint
      ? Double(((limit.floats[0] - start.floats[0]) / delta.floats[0]).rounded(.up))
      : ((Double(limit.integers[0]) - Double(start.integers[0])) / Double(delta.integers[0])).rounded(.up)
    guard count <= Double(Int32.max) else {
      throw GraphError(
        "Range has \(count) numbers", remedy: "at most \(Int32.max) are supported")
    }
    return [TensorType(element, [count > 0 ? Int(count) : 0])]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let start = try inputs.required(0)
    let delta = try inputs.required(2)
    let count = outputs[0].elementCount
    if start.type.element == .float32 {
      let (first, step) = (start.floats[0], delta.floats[0])
      return [Tensor(TensorType(.float32, [count]), floats: (0..<count).map { first + Float($0) * step })]
    }
    let (first, step) = (start.integers[0], delta.integers[0])
    return [
      Tensor(
        TensorType(start.type.element, [count]), integers: (0..<count).map { first &+ Int64($0) &* step })
    ]
  }
}
