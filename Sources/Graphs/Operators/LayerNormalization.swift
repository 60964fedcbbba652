import Tensors

/// ONNX `LayerNormalization`: mean 0 and variance 1 over the axes from `axis` on, then scale and bias. Only the
/// first output is offered.
struct LayerNormalization: TiledOperator {
  static let name = "LayerNormalization"
  static let inputCount = 2...3
  static let kind = TiledKind.reduce
  var axis: Int
  var epsilon: Float

  init(attributes: inout AttributeReader) throws {
    axis = try attributes.integer("axis") ?? -1
    epsilon = try attributes.float("epsilon") ?? 1e-5
    _ = try attributes.integer("stash_type")
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let axis = try Axes.normalized(axis, rank: input.shape.count)
    let normalized = Array(input.shape[axis...])
    for index in 1..<inputs.count {
      guard let shape = inputs[index]?.type.shape else { continue }
      guard let stretched = try? Broadcasting.shape(shape, normalized), stretched == normalized else {
        throw GraphError(
          "\(index == 1 ? "scale" : "bias") \(shape) does not fit the normalised axes \(normalized) of \(input.shape)"
        )
      }
    }
    _ = try ElementAgreement.real(of: inputs.compactMap { $0?.type }, for: Self.name)
    return [TensorType(try ElementAgreement.common(of: [input]), input.shape)]
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    let shape = outputs[0].shape
    return LayerNormalizationTile(
      axis: try Axes.normalized(axis, rank: shape.count), shape: shape,
      parameterShapes: inputs.map { $0?.type.shape ?? [] }, epsilon: epsilon)
  }
}

/// Boxes of a layer normalisation: rows over the normalised axes stay whole.
struct LayerNormalizationTile: TileableOperator {
  let axis: Int
  let shape: [Int]
  let parameterShapes: [[Int]]
  let epsilon: Float

  var splittableAxes: [Int] { Array(0..<axis) }

  func inputBox(_ index: Int, for output: Box) -> Box? {
    index == 0 ? output : Box(shape: parameterShapes[index])
  }

  func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
    let normalized = Array(shape[axis...])
    let length = normalized.reduce(1, *)
    let scale = try parameter(inputs.required(1), normalized)
    let bias = try inputs.optional(2).map { try parameter($0, normalized) }
    let rows = output.elementCount / max(1, length)
    return try inputs.required(0).readingFloats { source in
      .buildingFloats(output.shape) { target in
        for row in 0..<rows {
          let result = target + row * length
          Normalization.standardize(source + row * length, into: result, count: length, epsilon: epsilon)
          for index in 0..<length { result[index] *= scale[index] }
          if let bias { for index in 0..<length { result[index] += bias[index] } }
        }
      }
    }
  }

  private func parameter(_ tensor: Tensor, _ shape: [Int]) throws -> [Float] {
    if tensor.shape.reduce(1, *) == shape.reduce(1, *) { return tensor.floats }
    return try StridedCopy.run(
      tensor, strides: BroadcastWalk.strides(of: tensor.shape, in: shape), shape: shape, outputShape: shape
    ).floats
  }

  func scalarOperations(for output: Box) -> Int { 8 * output.elementCount }
}

enum Normalization {
  /// `(x − mean) / √(variance + epsilon)` of a contiguous row, mean and variance by sums of fixed order.
  static func standardize(
    _ row: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>, count: Int, epsilon: Float
  ) {
    let mean = ReduceKernel.sum(row, count: count) / Float(count)
    for index in 0..<count { result[index] = row[index] - mean }
    let variance =
      ReduceKernel.reduceRow(
        UnsafePointer(result), count: count, initial: Float(0), lift: { $0 * $0 }, combine: { $0 + $1 })
      / Float(count)
    let factor = 1 / (variance + epsilon).squareRoot()
    for index in 0..<count { result[index] *= factor }
  }
}
