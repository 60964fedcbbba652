import Tensors

/// ONNX `Clip`: `min(max(x, low), high)`. Limits are scalar inputs, or attributes in models before opset 11.
struct Clip: ElementwiseOperator {
  static let name = "Clip"
  static let inputCount = 1...3

  var minimum: Float?
  var maximum: Float?

  init(minimum: Float? = nil, maximum: Float? = nil) {
    self.minimum = minimum
    self.maximum = maximum
  }

  init(attributes: inout AttributeReader) throws {
    minimum = try attributes.float("min")
    maximum = try attributes.float("max")
  }

  func resultElement(for inputs: [TensorType]) throws -> ElementType { inputs[0].element }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    _ = try ElementAgreement.common(of: inputs.compactMap { $0?.type })
    for limit in inputs.dropFirst() {
      if let limit, limit.type.elementCount != 1 {
        throw GraphError("a limit of Clip has shape \(limit.type.shape)", remedy: "limits are scalars")
      }
    }
    return [input]
  }

  func operationsPerElement(inputCount: Int) -> Int { 2 }

  func compute(_ inputs: [Tensor], shape: [Int]) throws -> Tensor {
    try compute(withGaps: inputs, shape: shape)
  }

  func compute(withGaps inputs: [Tensor?], shape: [Int]) throws -> Tensor {
    let input = try inputs.required(0)
    if input.type.element == .float32 {
      let low = inputs.optional(1)?.floats.first ?? minimum ?? -.infinity
      let high = inputs.optional(2)?.floats.first ?? maximum ?? .infinity
      return ElementwiseLoop.map(input) { value in
        let raised = value < low ? low : value
        return raised > high ? high : raised
      }
    }
    let low = inputs.optional(1)?.integers.first ?? minimum.map(Clip.whole) ?? .min
    let high = inputs.optional(2)?.integers.first ?? maximum.map(Clip.whole) ?? .max
    return ElementwiseLoop.mapIntegers(input) { min(max($0, low), high) }
  }

  /// A limit of integers, saturated.
  private static func whole(_ limit: Float) -> Int64 {
    Tensor(TensorType(.int64, [1]), floats: [limit]).integers[0]
  }
}
