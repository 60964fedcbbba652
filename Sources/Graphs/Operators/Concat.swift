import Tensors

/// ONNX `Concat`: tensors one behind the other along an axis.
struct Concat: TiledOperator {
  static let name = "Concat"
  static let inputCount = 1...Int(Int32.max)
  static let kind = TiledKind.move

  var axis: Int

  init(axis: Int) { self.axis = axis }

  init(attributes: inout AttributeReader) throws {
    guard let axis = try attributes.integer("axis") ?? (attributes.opset < 4 ? 1 : nil) else {
      throw GraphError("axis is missing", remedy: "say along which axis to concatenate")
    }
    self.axis = axis
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let types = try inputs.indices.map { try inputs.required($0).type }
    var shape = types[0].shape
    let axis = try Axes.normalized(axis, rank: shape.count)
    for type in types.dropFirst() {
      guard type.shape.count == shape.count,
        shape.indices.allSatisfy({ $0 == axis || type.shape[$0] == shape[$0] })
      else {
        throw GraphError(
          "shapes \(types[0].shape) and \(type.shape) cannot be concatenated along axis \(axis)",
          remedy: "all other lengths must be equal")
      }
      shape[axis] += type.shape[axis]
    }
    let element = try ElementAgreement.common(of: types)
    let quantization = types.allSatisfy {
      $0.quantization == types[0].quantization && $0.element == types[0].element
    }
    return [
      quantization
        ? TensorType(types[0].element, shape, quantization: types[0].quantization)
        : TensorType(element, shape)
    ]
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    let axis = try Axes.normalized(axis, rank: outputs[0].shape.count)
    let lengths = try inputs.indices.map { try inputs.required($0).type.shape[axis] }
    return ConcatTile(axis: axis, lengths: lengths, rank: outputs[0].shape.count)
  }
}

/// Boxes of a concatenation.
struct ConcatTile: TileableOperator {
  let axis: Int
  /// Where each input begins along the axis, and where the last one ends.
  private let bounds: [Int]
  let rank: Int

  /// - Parameter lengths: of each input along the axis.
  init(axis: Int, lengths: [Int], rank: Int) {
    self.axis = axis
    self.rank = rank
    bounds = lengths.reduce(into: [0]) { $0.append($0.last! + $1) }
  }

  var splittableAxes: [Int] { Array(0..<rank) }

  /// The part of the output that input `index` fills, along the axis.
  private func span(_ index: Int, in output: Box) -> Range<Int>? {
    let common = (bounds[index]..<bounds[index + 1]).clamped(to: output.range(axis))
    return common.isEmpty ? nil : common
  }

  func inputBox(_ index: Int, for output: Box) -> Box? {
    span(index, in: output).map {
      output.replacing(axis, with: $0.lowerBound - bounds[index]..<$0.upperBound - bounds[index])
    }
  }

  func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
    guard let element = inputs.compactMap({ $0?.type.element }).first else {
      throw GraphError("a part of Concat got no input")
    }
    var result = Tensor(zeros: TensorType(element, output.shape))
    for index in inputs.indices {
      guard let span = span(index, in: output) else { continue }
      let local = Box(shape: output.shape).replacing(
        axis, with: span.lowerBound - output.lower(axis)..<span.upperBound - output.lower(axis))
      result.write(try inputs.required(index), at: local)
    }
    return result
  }

  func scalarOperations(for output: Box) -> Int { output.elementCount }
}
