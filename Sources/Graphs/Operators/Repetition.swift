import Tensors

/// ONNX `Expand`: broadcasts a tensor to a shape (an axis of length 1 in the shape keeps the input's length).
struct Expand: TiledOperator {
  static let name = "Expand"
  static let inputCount = 2...2
  static let kind = TiledKind.move

  init(attributes: inout AttributeReader) throws {}

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let wanted = try inputs.fixedIntegers(1, "shape") ?? []
    return [
      TensorType(
        input.element, try Broadcasting.shape(input.shape, wanted), quantization: input.quantization)
    ]
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    SeparableMove.broadcast(try inputs.required(0).type.shape, to: outputs[0].shape)
  }
}

/// ONNX `Tile`: repeats a tensor along each axis, before opset 6 along one.
struct Tile: TiledOperator {
  static let name = "Tile"
  static let inputCount = 2...3
  static let kind = TiledKind.move
  /// Whether the inputs are a count and an axis.
  var repeatsOneAxis: Bool

  init(attributes: inout AttributeReader) throws { repeatsOneAxis = attributes.opset < 6 }

  private func repeats(_ inputs: [OperatorInput?]) throws -> [Int] {
    let shape = try inputs.required(0).type.shape
    let given = try inputs.fixedIntegers(1, "repeats") ?? []
    guard repeatsOneAxis else { return given }
    guard given.count == 1, let axis = try inputs.fixedIntegers(2, "axis")?.first else {
      throw GraphError("Tile has no count and axis", remedy: "give one number for each")
    }
    var repeats = shape.map { _ in 1 }
    repeats[try Axes.normalized(axis, rank: shape.count)] = given[0]
    return repeats
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let repeats = try repeats(inputs)
    guard repeats.count == input.shape.count, repeats.allSatisfy({ $0 >= 0 }) else {
      throw GraphError(
        "repeats \(repeats) do not fit shape \(input.shape)", remedy: "one count, 0 or more, for each axis")
    }
    let shape = try zip(input.shape, repeats).map { length, count in
      let (product, overflow) = length.multipliedReportingOverflow(by: count)
      guard !overflow, product <= Int32.max else {
        throw GraphError("repeats \(repeats) of shape \(input.shape) are too many")
      }
      return product
    }
    return [TensorType(input.element, shape, quantization: input.quantization)]
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    let input = try inputs.required(0).type.shape
    return SeparableMove(
      input: input,
      places: zip(input, outputs[0].shape).map { length, count in (0..<count).map { $0 % length } })
  }
}

extension SeparableMove {
  static func broadcast(_ input: [Int], to output: [Int]) -> SeparableMove {
    let missing = output.count - input.count
    return SeparableMove(
      input: input,
      places: output.indices.map { axis in
        let isStretched = axis < missing || input[axis - missing] == 1
        return isStretched ? [Int](repeating: 0, count: output[axis]) : Array(0..<output[axis])
      })
  }
}
