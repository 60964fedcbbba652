import Tensors

/// ONNX `GatherND`: slices of `data` addressed by the last axis of `indices`, behind `batch_dims` common axes.
struct GatherND: HostOperator {
  static let name = "GatherND"
  static let inputCount = 2...2
  var batchAxes: Int

  init(attributes: inout AttributeReader) throws { batchAxes = try attributes.integer("batch_dims") ?? 0 }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let data = try inputs.required(0).type
    let indices = try inputs.required(1).type.shape
    try ElementAgreement.requireIntegers(inputs.required(1).type, "indices")
    guard let depth = indices.last, batchAxes + depth <= data.shape.count, batchAxes < indices.count,
      data.shape.prefix(batchAxes) == indices.prefix(batchAxes)
    else { throw GraphError("indices \(indices) do not address data \(data.shape)") }
    let shape = Array(indices.dropLast()) + Array(data.shape[(batchAxes + depth)...])
    return [TensorType(data.element, shape, quantization: data.quantization)]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let data = try inputs.required(0)
    let indices = try inputs.required(1)
    let places = try IndexTuples.places(indices, data: data.shape, batchAxes: batchAxes)
    return [
      try RawElements.moving(data, to: outputs[0].shape) { source, target, width in
        for (row, place) in places.starts.enumerated() {
          (target + row * places.run * width).copyMemory(
            from: source + place * width, byteCount: places.run * width)
        }
      }
    ]
  }
}

/// Index tuples turned into places of contiguous slices.
enum IndexTuples {
  /// - Returns: the first element of each slice, and the elements in one slice.
  /// - Throws: `GraphError` for an index outside its axis.
  static func places(_ indices: Tensor, data: [Int], batchAxes: Int) throws -> (starts: [Int], run: Int) {
    let depth = indices.shape.last ?? 0
    let strides = Axes.strides(of: data)
    let run = data[(batchAxes + depth)...].reduce(1, *)
    let batchStride = data[batchAxes...].reduce(1, *)
    let perBatch = indices.shape.dropLast().dropFirst(batchAxes).reduce(1, *)
    let values = indices.integers
    let starts = try (0..<indices.shape.dropLast().reduce(1, *)).map { row in
      try (0..<depth).reduce(row / max(1, perBatch) * batchStride) { place, position in
        let axis = batchAxes + position
        let stated = Int(values[row * depth + position])
        let index = stated < 0 ? stated + data[axis] : stated
        guard 0..<data[axis] ~= index else {
          throw GraphError("index \(stated) is outside axis \(axis) of \(data)")
        }
        return place + index * strides[axis]
      }
    }
    return (starts, run)
  }
}
