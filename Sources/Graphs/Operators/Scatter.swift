import Tensors

/// ONNX `ScatterND`: `data` with slices, addressed by the last axis of `indices`, replaced by or combined with
/// `updates`.
struct ScatterND: HostOperator {
  static let name = "ScatterND"
  static let inputCount = 3...3
  var reduction: ScatterReduction

  init(attributes: inout AttributeReader) throws { reduction = try ScatterReduction(attributes: &attributes) }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let data = try inputs.required(0).type
    let indices = try inputs.required(1).type.shape
    try ElementAgreement.requireIntegers(inputs.required(1).type, "indices")
    let updates = try inputs.required(2).type.shape
    _ = try ElementAgreement.common(of: [data, inputs.required(2).type])
    guard let depth = indices.last, depth <= data.shape.count,
      updates == Array(indices.dropLast()) + Array(data.shape[depth...])
    else { throw GraphError("indices \(indices) and updates \(updates) do not fit data \(data.shape)") }
    return [data]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let data = try inputs.required(0)
    let places = try IndexTuples.places(try inputs.required(1), data: data.shape, batchAxes: 0)
    return [try reduction.scatter(try inputs.required(2), over: data, at: places.starts, run: places.run)]
  }
}

/// ONNX `ScatterElements`: `data` with single elements, addressed along one axis by `indices`, replaced by or
/// combined with `updates`.
struct ScatterElements: HostOperator {
  static let name = "ScatterElements"
  static let inputCount = 3...3
  var axis: Int
  var reduction: ScatterReduction

  init(attributes: inout AttributeReader) throws {
    axis = try attributes.integer("axis") ?? 0
    reduction = try ScatterReduction(attributes: &attributes)
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let data = try inputs.required(0).type
    let updates = try inputs.required(2).type
    try AxisIndices.check(inputs, axis: axis)
    guard updates.shape == (try inputs.required(1).type.shape) else {
      throw GraphError(
        "indices \(try inputs.required(1).type.shape) and updates \(updates.shape) do not fit together",
        remedy: "one index for each update")
    }
    _ = try ElementAgreement.common(of: [data, updates])
    return [data]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let data = try inputs.required(0)
    let places = try AxisIndices.places(try inputs.required(1), data: data.shape, axis: axis)
    return [try reduction.scatter(try inputs.required(2), over: data, at: places, run: 1)]
  }
}

/// ONNX `Scatter` (opsets 9 and 10): the old name of ScatterElements.
struct Scatter: HostOperator {
  static let name = "Scatter"
  static let inputCount = 3...3
  private let successor: ScatterElements

  init(attributes: inout AttributeReader) throws { successor = try ScatterElements(attributes: &attributes) }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    try successor.outputTypes(for: inputs)
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    try successor.evaluate(inputs, outputs: outputs)
  }
}
