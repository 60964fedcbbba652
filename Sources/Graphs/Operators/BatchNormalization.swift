import Tensors

/// ONNX `BatchNormalization`: `(x − mean) / √(variance + epsilon) · scale + bias`, per channel.
///
/// In training, mean and variance are those of the batch, and the running ones are further outputs; this runs on the
/// host.
struct BatchNormalization: TiledOperator {
  static let name = "BatchNormalization"
  static let inputCount = 5...5
  static let kind = TiledKind.map

  var epsilon: Float
  var momentum: Float
  var isTraining: Bool
  var outputCount: Int

  init(attributes: inout AttributeReader) throws {
    epsilon = try attributes.float("epsilon") ?? 1e-5
    momentum = try attributes.float("momentum") ?? 0.9
    outputCount = attributes.outputCount ?? 1
    if try attributes.integer("spatial") == 0 {
      throw GraphError("spatial is 0", remedy: "statistics for each element are not supported")
    }
    let isTest = try attributes.integer("is_test")
    let mode = try attributes.integer("training_mode")
    // Before opset 14 a node trains when it asks for the statistics.
    isTraining = attributes.opset >= 14 ? mode == 1 : outputCount > 1 && isTest != 1
    guard isTraining || outputCount == 1 else {
      throw GraphError("\(outputCount) outputs are asked for", remedy: "only training makes more than one")
    }
    guard outputCount <= 5 else {
      throw GraphError("\(outputCount) outputs are asked for", remedy: "at most 5")
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
    let statistics = TensorType(
      try ElementAgreement.common(of: [try inputs.required(3).type]), [input.shape[1]])
    return [TensorType(try ElementAgreement.common(of: [input]), input.shape)]
      + [TensorType](repeating: statistics, count: outputCount - 1)
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    BatchNormalizationTile(epsilon: epsilon, rank: outputs[0].shape.count)
  }

  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form {
    isTraining
      ? .host : .tiled(Self.kind, BatchNormalizationTile(epsilon: epsilon, rank: outputs[0].shape.count))
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let tile = BatchNormalizationTile(epsilon: epsilon, rank: outputs[0].shape.count)
    guard isTraining else { return [try tile.evaluateWhole(inputs, shape: outputs[0].shape)] }
    let (mean, variance) = try statistics(of: try inputs.required(0))
    let type = TensorType(.float32, [mean.count])
    var trained = inputs
    trained[3] = Tensor(type, floats: mean)
    trained[4] = Tensor(type, floats: variance)
    let running = try zip([3, 4], [mean, variance]).map { index, current in
      let previous = try inputs.required(index).floats
      return zip(previous, current).map { $0 * momentum + $1 * (1 - momentum) }
    }
    let results =
      [try tile.evaluateWhole(trained, shape: outputs[0].shape)]
      + (running + [mean, variance]).map { Tensor(type, floats: $0) }
    return Array(results.prefix(outputs.count))
  }

  /// Mean and variance of each channel over batch and positions.
  private func statistics(of input: Tensor) throws -> (mean: [Float], variance: [Float]) {
    let values = input.floats
    let channels = input.shape[1]
    let inner = input.shape.dropFirst(2).reduce(1, *)
    var mean: [Float] = []
    var variance: [Float] = []
    for channel in 0..<channels {
      let row = (0..<input.shape[0]).flatMap { item -> ArraySlice<Float> in
        let start = (item * channels + channel) * inner
        return values[start..<start + inner]
      }
      let average = row.reduce(0) { $0 + Double($1) } / Double(row.count)
      let squares = row.reduce(0) { $0 + (Double($1) - average) * (Double($1) - average) }
      mean.append(Float(average))
      variance.append(Float(squares / Double(row.count)))
    }
    return (mean, variance)
  }

  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    Work(scalarOperations: (isTraining ? 6 : 2) * outputs[0].elementCount)
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
