import Tensors

/// ONNX `RMSNormalization`: root mean square 1 over the axes from `axis` on, then a scale.
struct RMSNormalization: TiledOperator {
  static let name = "RMSNormalization"
  static let inputCount = 2...2
  static let kind = TiledKind.reduce
  var axis: Int
  var epsilon: Float

  init(attributes: inout AttributeReader) throws {
    axis = try attributes.integer("axis") ?? -1
    epsilon = try attributes.float("epsilon") ?? 1e-5
    _ = try attributes.integer("stash_type")
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    try RowParameters.check(inputs, axis: axis)
    let input = try inputs.required(0).type
    let scale = try inputs.required(1).type
    _ = try ElementAgreement.real(of: [input, scale], for: Self.name)
    return [TensorType(try ElementAgreement.common(of: [scale]), input.shape)]
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    let shape = outputs[0].shape
    return LayerNormalizationTile(
      axis: try Axes.normalized(axis, rank: shape.count), shape: shape,
      parameterShapes: inputs.map { $0?.type.shape ?? [] }, epsilon: epsilon, isCentred: false)
  }
}
