import Tensors

/// ONNX `Transpose`: axes in the order of `perm`, reversed when it is absent.
struct Transpose: TiledOperator {
  static let name = "Transpose"
  static let inputCount = 1...1
  static let kind = TiledKind.move

  var permutation: [Int]?

  init(permutation: [Int]? = nil) { self.permutation = permutation }

  init(attributes: inout AttributeReader) throws { permutation = try attributes.integers("perm") }

  private func order(rank: Int) throws -> [Int] {
    guard let permutation else { return (0..<rank).reversed() }
    guard permutation.sorted() == Array(0..<rank) else {
      throw GraphError(
        "perm \(permutation) is not an order of \(rank) axes", remedy: "name each of 0 to \(rank - 1) once")
    }
    return permutation
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let order = try order(rank: input.shape.count)
    return [TensorType(input.element, order.map { input.shape[$0] }, quantization: input.quantization)]
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    TransposeTile(order: try order(rank: outputs[0].shape.count))
  }
}

/// Boxes of a transposition.
struct TransposeTile: TileableOperator {
  /// The input axis behind each output axis.
  let order: [Int]

  var splittableAxes: [Int] { Array(order.indices) }

  func inputBox(_ index: Int, for output: Box) -> Box? {
    var box = output
    for axis in order.indices { box = box.replacing(order[axis], with: output.range(axis)) }
    return box
  }

  func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
    try StridedCopy.run(
      try inputs.required(0), strides: order.map { Axes.strides(of: inputBox(0, for: output)!.shape)[$0] },
      shape: output.shape, outputShape: output.shape)
  }

  func scalarOperations(for output: Box) -> Int { output.elementCount }
}

/// Fills a dense tensor from elements that lie at constant distances along each axis.
enum StridedCopy {
  /// - Parameters:
  ///   - strides: distance in the input, in elements, of neighbours along each axis of `shape`.
  ///   - outputShape: `shape`, possibly with axes joined.
  static func run(_ input: Tensor, strides: [Int], shape: [Int], outputShape: [Int]) throws -> Tensor {
    let walk = BroadcastWalk(leftStrides: strides, output: shape)
    let last = walk.extents.count - 1
    return try RawElements.moving(input, to: outputShape) { source, target, width in
      walk.forEachRow { offset, _, position in
        RawElements.copyStrided(
          from: source + offset * width, step: walk.leftStrides[last], to: target + position * width,
          count: walk.extents[last], width: width)
      }
    }
  }
}
