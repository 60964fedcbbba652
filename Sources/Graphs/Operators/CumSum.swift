import Tensors

/// ONNX `CumSum`: running sums along an axis, from the end with `reverse`, without the element itself with
/// `exclusive`.
struct CumSum: TiledOperator {
  static let name = "CumSum"
  static let inputCount = 2...2
  static let kind = TiledKind.reduce
  var isExclusive: Bool
  var isReversed: Bool

  init(attributes: inout AttributeReader) throws {
    isExclusive = try attributes.integer("exclusive") == 1
    isReversed = try attributes.integer("reverse") == 1
  }

  private func axis(_ inputs: [OperatorInput?]) throws -> Int {
    guard let axis = try inputs.fixedIntegers(1, "axis")?.first else {
      throw GraphError("CumSum has no axis")
    }
    return try Axes.normalized(axis, rank: try inputs.required(0).type.shape.count)
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    _ = try axis(inputs)
    return [TensorType(try ElementAgreement.common(of: [input]), input.shape)]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let input = try inputs.required(0)
    let known = inputs.map { $0.map { OperatorInput(type: $0.type, constant: $0) } }
    if input.type.element == .float32 {
      guard let tile = try tile(inputs: known, outputs: [TensorType(.float32, input.shape)]) else {
        return []
      }
      return [try tile.evaluateTile(inputs, output: Box(shape: input.shape))]
    }
    let axis = try axis(known)
    let inner = input.shape[(axis + 1)...].reduce(1, *)
    var values = input.integers
    for start in 0..<input.shape[..<axis].reduce(1, *) {
      for column in 0..<inner {
        let places = (0..<input.shape[axis]).map { (start * input.shape[axis] + $0) * inner + column }
        var total: Int64 = 0
        for place in isReversed ? places.reversed() : places {
          let element = values[place]
          values[place] = isExclusive ? total : total &+ element
          total = total &+ element
        }
      }
    }
    return [Tensor(TensorType(input.type.element, input.shape), integers: values)]
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    guard outputs[0].isReal else { return nil }
    let (isExclusive, isReversed) = (isExclusive, isReversed)
    return RowTile(rank: outputs[0].shape.count, axis: try axis(inputs), operationsPerElement: 1) { row in
      var total: Float = 0
      for step in row.indices {
        let index = isReversed ? row.count - 1 - step : step
        let element = row[index]
        row[index] = isExclusive ? total : total + element
        total += element
      }
    }
  }
}
