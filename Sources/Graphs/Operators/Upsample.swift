import Tensors

/// ONNX `Upsample` (opsets 7 to 9): Resize with plain scales.
struct Upsample: TiledOperator {
  static let name = "Upsample"
  static let inputCount = 1...2
  static let kind = TiledKind.window
  private let resize: Resize

  init(attributes: inout AttributeReader) throws { resize = try Resize(upsampling: &attributes) }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    try resize.outputTypes(for: inputs)
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    try resize.tile(inputs: inputs, outputs: outputs)
  }

  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form {
    resize.form(inputs: inputs, outputs: outputs)
  }
}
