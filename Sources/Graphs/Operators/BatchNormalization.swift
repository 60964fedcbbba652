import Tensors

/// ONNX `BatchNormalization` at inference: `(x − mean) / √(variance + epsilon) · scale + bias`, per channel.
struct BatchNormalization: TiledOperator {
  static let name = "BatchNormalization"
  static let inputCount = 5...5
  static let kind = TiledKind.map

  var epsilon: Float

  init(attributes: inout AttributeReader) throws {
    epsilon = try attributes.float("epsilon") ?? 1e-5
    _ = try attributes.float("momentum")
    _ = try attributes.integer("spatial")
    _ = try attributes.integer("is_test")
    if try attributes.integer("training_mode") == 1 {
      throw GraphError("training_mode is set", remedy: "export the model for inference")
    }
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    guard input.shape.count >= 2 else {
      throw GraphError("BatchNormalization needs a channel axis and has shape \(input.shape)")
    }
    for index in 1..<5 {
      let shape = try inputs.required(index).type.shape
      guard shape == [input.shape[1]] else {
        throw GraphError(
          "input \(index) has shape \(shape), the data \(input.shape)", remedy: "it needs [\(input.shape[1])]"
        )
      }
    }
    _ = try ElementAgreement.real(of: inputs.compactMap { $0?.type }, for: Self.name)
    return [TensorType(try ElementAgreement.common(of: [input]), input.shape)]
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    BatchNormalizationTile(epsilon: epsilon, rank: outputs[0].shape.count)
  }

  /// What a channel is multiplied by, and what is added then: for folding into a convolution.
  func factorsAndOffsets(scale: [Float], bias: [Float], mean: [Float], variance: [Float]) -> (
    [Float], [Float]
  ) {
    let factors = zip(scale, variance).map { $0 / ($1 + epsilon).squareRoot() }
    return (factors, factors.indices.map { bias[$0] - mean[$0] * factors[$0] })
  }
}

/// Boxes of a batch normalisation.
struct BatchNormalizationTile: TileableOperator {
  let epsilon: Float
  let rank: Int

  var splittableAxes: [Int] { Array(0..<rank) }

  func inputBox(_ index: Int, for output: Box) -> Box? {
    index == 0 ? output : Box(lower: [output.lower(1)], extent: [output.extent(1)])
  }

  func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
    let input = try inputs.required(0)
    let scale = try inputs.required(1).floats
    let bias = try inputs.required(2).floats
    let mean = try inputs.required(3).floats
    let variance = try inputs.required(4).floats
    let channels = output.extent(1)
    let inner = output.shape.dropFirst(2).reduce(1, *)
    return input.readingFloats { source in
      .buildingFloats(output.shape) { target in
        for row in 0..<output.extent(0) * channels {
          let channel = row % channels
          let factor = scale[channel] / (variance[channel] + epsilon).squareRoot()
          for index in row * inner..<(row + 1) * inner {
            target[index] = (source[index] - mean[channel]) * factor + bias[channel]
          }
        }
      }
    }
  }

  func scalarOperations(for output: Box) -> Int { 2 * output.elementCount }
}
