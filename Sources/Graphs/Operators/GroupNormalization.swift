import Tensors

/// ONNX `InstanceNormalization`: mean 0 and variance 1 within each channel of each batch item, then scale and bias.
struct InstanceNormalization: TiledOperator {
  static let name = "InstanceNormalization"
  static let inputCount = 3...3
  static let kind = TiledKind.reduce
  var epsilon: Float

  init(attributes: inout AttributeReader) throws { epsilon = try attributes.float("epsilon") ?? 1e-5 }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    try GroupNormalizationTile.outputTypes(inputs, groups: nil, for: Self.name)
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    GroupNormalizationTile(
      shape: outputs[0].shape, groups: outputs[0].shape[1], isPerChannel: true, epsilon: epsilon)
  }
}

/// ONNX `GroupNormalization`: the same within groups of channels. Scale and bias are per channel (opset 21) or per
/// group (opset 18), as their length says.
struct GroupNormalization: TiledOperator {
  static let name = "GroupNormalization"
  static let inputCount = 3...3
  static let kind = TiledKind.reduce
  var groups: Int
  var epsilon: Float

  init(attributes: inout AttributeReader) throws {
    guard let groups = try attributes.integer("num_groups"), groups >= 1 else {
      throw GraphError("num_groups is missing or not positive", remedy: "say how many groups of channels")
    }
    self.groups = groups
    epsilon = try attributes.float("epsilon") ?? 1e-5
    _ = try attributes.integer("stash_type")
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    try GroupNormalizationTile.outputTypes(inputs, groups: groups, for: Self.name)
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    let isPerChannel = try inputs.required(1).type.shape == [outputs[0].shape[1]]
    return GroupNormalizationTile(
      shape: outputs[0].shape, groups: groups, isPerChannel: isPerChannel, epsilon: epsilon)
  }
}

/// Boxes of both: batch items may be cut, and channels where each is a group of its own.
struct GroupNormalizationTile: TileableOperator {
  let shape: [Int]
  let groups: Int
  /// Whether scale and bias have an element for each channel, not for each group.
  let isPerChannel: Bool
  let epsilon: Float

  static func outputTypes(
    _ inputs: [OperatorInput?], groups: Int?, for name: String
  ) throws -> [TensorType] {
    let input = try inputs.required(0).type
    guard input.shape.count >= 3, input.shape[1] % (groups ?? 1) == 0 else {
      throw GraphError(
        "shape \(input.shape) cannot be normalised in \(groups.map(String.init) ?? "its channels")",
        remedy: "[N, C, spatial…] with C a multiple of the number of groups")
    }
    for index in 1..<3 {
      let shape = try inputs.required(index).type.shape
      guard shape == [input.shape[1]] || shape == groups.map({ [$0] }) else {
        throw GraphError(
          "input \(index) has shape \(shape), the data \(input.shape)", remedy: "it needs [\(input.shape[1])]"
        )
      }
    }
    _ = try ElementAgreement.real(of: inputs.compactMap { $0?.type }, for: name)
    return [TensorType(try ElementAgreement.common(of: [input]), input.shape)]
  }

  var splittableAxes: [Int] { groups == shape[1] ? [0, 1] : [0] }

  func inputBox(_ index: Int, for output: Box) -> Box? {
    if index == 0 { return output }
    return isPerChannel ? Box(lower: [output.lower(1)], extent: [output.extent(1)]) : Box(shape: [groups])
  }

  func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
    let scale = try inputs.required(1).floats
    let bias = try inputs.required(2).floats
    let channelsPerGroup = shape[1] / groups
    let inner = shape[2...].reduce(1, *)
    let length = channelsPerGroup * inner
    return try inputs.required(0).readingFloats { source in
      .buildingFloats(output.shape) { target in
        for row in 0..<output.elementCount / max(1, length) {
          Normalization.standardize(
            source + row * length, into: target + row * length, count: length, epsilon: epsilon)
        }
        for row in 0..<output.extent(0) * output.extent(1) {
          let channel = row % output.extent(1)
          let parameter = isPerChannel ? channel : channel / channelsPerGroup
          for index in row * inner..<(row + 1) * inner {
            target[index] = target[index] * scale[parameter] + bias[parameter]
          }
        }
      }
    }
  }

  func scalarOperations(for output: Box) -> Int { 8 * output.elementCount }
}
