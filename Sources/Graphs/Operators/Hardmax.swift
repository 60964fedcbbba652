import Tensors

/// ONNX `Hardmax`: 1 at the first of the largest elements of a row, 0 elsewhere.
struct Hardmax: TiledOperator {
  static let name = "Hardmax"
  static let inputCount = 1...1
  static let kind = TiledKind.reduce
  var rows: RowAxes

  init(attributes: inout AttributeReader) throws { rows = try RowAxes(attributes: &attributes) }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    try rows.outputTypes(inputs, name: Self.name)
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    try rows.tile(rank: outputs[0].shape.count, operationsPerElement: 2) { row in
      guard !row.isEmpty else { return }
      var best = 0
      for index in row.indices where row[index] > row[best] { best = index }
      for index in row.indices { row[index] = index == best ? 1 : 0 }
    }
  }
}
