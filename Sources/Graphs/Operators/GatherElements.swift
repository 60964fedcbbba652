import Tensors

/// ONNX `GatherElements`: for each index the element at its own position, but along one axis at the index.
struct GatherElements: HostOperator {
  static let name = "GatherElements"
  static let inputCount = 2...2
  var axis: Int

  init(attributes: inout AttributeReader) throws { axis = try attributes.integer("axis") ?? 0 }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let data = try inputs.required(0).type
    try AxisIndices.check(inputs, axis: axis)
    return [TensorType(data.element, try inputs.required(1).type.shape, quantization: data.quantization)]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let data = try inputs.required(0)
    let places = try AxisIndices.places(try inputs.required(1), data: data.shape, axis: axis)
    return [
      try RawElements.moving(data, to: outputs[0].shape) { source, target, width in
        places.withUnsafeBufferPointer {
          guard let base = $0.baseAddress else { return }
          RawElements.copyGathered(
            from: source, places: base, filler: source, to: target, count: places.count, width: width)
        }
      }
    ]
  }
}

/// Indices that replace a position's index along one axis.
enum AxisIndices {
  /// - Throws: `GraphError` when indices (input 1) do not address data (input 0).
  static func check(_ inputs: [OperatorInput?], axis: Int) throws {
    let data = try inputs.required(0).type.shape
    let indices = try inputs.required(1).type.shape
    try ElementAgreement.requireIntegers(inputs.required(1).type, "indices")
    let axis = try Axes.normalized(axis, rank: data.count)
    guard indices.count == data.count,
      data.indices.allSatisfy({ $0 == axis || indices[$0] <= data[$0] })
    else {
      throw GraphError(
        "indices \(indices) do not address data \(data) along axis \(axis)",
        remedy: "as many axes, none longer than the data's but axis \(axis)")
    }
  }

  /// Places in `data` that the indices name.
  /// - Throws: `GraphError` for an index outside its axis.
  static func places(_ indices: Tensor, data: [Int], axis: Int) throws -> [Int] {
    let axis = try Axes.normalized(axis, rank: data.count)
    var strides = Axes.strides(of: data)
    let step = strides[axis]
    strides[axis] = 0
    let chosen = try Gather.places(indices, length: data[axis])
    return zip(Axes.offsets(of: indices.shape, strides: strides), chosen).map { $0 + $1 * step }
  }
}
