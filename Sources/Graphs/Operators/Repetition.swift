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

/// ONNX `Tile`: repeats a tensor along each axis.
struct Tile: TiledOperator {
  static let name = "Tile"
  static let inputCount = 2...2
  static let kind = TiledKind.move

  init(attributes: inout AttributeReader) throws {}

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let repeats = try inputs.fixedIntegers(1, "repeats") ?? []
    guard repeats.count == input.shape.count, repeats.allSatisfy({ $0 >= 0 }) else {
      throw GraphError(
        "repeats \(repeats) do not fit shape \(input.shape)", remedy: "one count, 0 or more, for each axis")
    }
    return [
      TensorType(input.element, zip(input.shape, repeats).map { $0 * $1 }, quantization: input.quantization)
    ]
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
