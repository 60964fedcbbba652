import Tensors

/// ONNX `DepthToSpace`: blocks of channels become blocks of pixels.
struct DepthToSpace: TiledOperator {
  static let name = "DepthToSpace"
  static let inputCount = 1...1
  static let kind = TiledKind.move

  var blockSize: Int
  /// Whether a channel's block lies in consecutive channels (mode `CRD`) instead of `channels` apart (`DCR`).
  var isColumnRowDepth: Bool

  init(attributes: inout AttributeReader) throws {
    blockSize = try BlockSize.read(&attributes)
    let mode = try attributes.string("mode") ?? "DCR"
    guard ["DCR", "CRD"].contains(mode) else {
      throw GraphError("mode “\(mode)” is unknown", remedy: "DCR or CRD")
    }
    isColumnRowDepth = mode == "CRD"
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    guard input.shape.count == 4, input.shape[1] % (blockSize * blockSize) == 0 else {
      throw GraphError(
        "shape \(input.shape) does not split into blocks of \(blockSize)",
        remedy: "[N, C, H, W] with C a multiple of \(blockSize * blockSize)")
    }
    let shape = [
      input.shape[0], input.shape[1] / (blockSize * blockSize), input.shape[2] * blockSize,
      input.shape[3] * blockSize,
    ]
    return [TensorType(input.element, shape, quantization: input.quantization)]
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    let channels = outputs[0].shape[1]
    let block = blockSize
    let area = block * block
    let isColumnRowDepth = isColumnRowDepth
    return BlockMove(input: try inputs.required(0).type.shape) { n, c, y, x in
      let inner = y % block * block + x % block
      return (n, isColumnRowDepth ? c * area + inner : inner * channels + c, y / block, x / block)
    }
  }
}

/// ONNX `SpaceToDepth`: blocks of pixels become blocks of channels.
struct SpaceToDepth: TiledOperator {
  static let name = "SpaceToDepth"
  static let inputCount = 1...1
  static let kind = TiledKind.move

  var blockSize: Int

  init(attributes: inout AttributeReader) throws { blockSize = try BlockSize.read(&attributes) }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    guard input.shape.count == 4, input.shape[2] % blockSize == 0, input.shape[3] % blockSize == 0 else {
      throw GraphError(
        "shape \(input.shape) does not split into blocks of \(blockSize)",
        remedy: "[N, C, H, W] with H and W multiples of \(blockSize)")
    }
    let shape = [
      input.shape[0], input.shape[1] * blockSize * blockSize, input.shape[2] / blockSize,
      input.shape[3] / blockSize,
    ]
    return [TensorType(input.element, shape, quantization: input.quantization)]
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    let input = try inputs.required(0).type.shape
    let channels = input[1]
    let block = blockSize
    return BlockMove(input: input) { n, c, y, x in
      let inner = c / channels
      return (n, c % channels, y * block + inner / block, x * block + inner % block)
    }
  }
}

private enum BlockSize {
  static func read(_ attributes: inout AttributeReader) throws -> Int {
    guard let size = try attributes.integer("blocksize"), 1...65_536 ~= size else {
      throw GraphError("blocksize is missing or not positive", remedy: "give a block size of at least 1")
    }
    return size
  }
}

/// A move on [N, C, H, W] that is monotonic in each coordinate within a block, given as a function of places.
struct BlockMove: TileableOperator {
  let input: [Int]
  let place: @Sendable (Int, Int, Int, Int) -> (Int, Int, Int, Int)

  init(input: [Int], place: @escaping @Sendable (Int, Int, Int, Int) -> (Int, Int, Int, Int)) {
    self.input = input
    self.place = place
  }

  var splittableAxes: [Int] { [0, 1, 2, 3] }

  func inputBox(_ index: Int, for output: Box) -> Box? {
    var low = input
    var high = [-1, -1, -1, -1]
    forEachPlace(output) { place in
      for (axis, value) in [place.0, place.1, place.2, place.3].enumerated() {
        low[axis] = min(low[axis], value)
        high[axis] = max(high[axis], value)
      }
    }
    if high[0] < 0 { return nil }
    return Box(lower: low, extent: zip(low, high).map { $1 - $0 + 1 })
  }

  func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
    guard let box = inputBox(0, for: output) else { return Tensor(zeros: TensorType(.float32, output.shape)) }
    let strides = Axes.strides(of: box.shape)
    let origin = zip(box.lowerBounds, strides).reduce(0) { $0 + $1.0 * $1.1 }
    return try RawElements.moving(try inputs.required(0), to: output.shape) { source, target, width in
      var next = target
      forEachPlace(output) { place in
        let offset =
          place.0 * strides[0] + place.1 * strides[1] + place.2 * strides[2] + place.3 * strides[3] - origin
        next.copyMemory(from: source + offset * width, byteCount: width)
        next += width
      }
    }
  }

  @inline(__always)
  private func forEachPlace(_ output: Box, _ body: ((Int, Int, Int, Int)) -> Void) {
    for n in output.range(0) {
      for c in output.range(1) {
        for y in output.range(2) {
          for x in output.range(3) { body(place(n, c, y, x)) }
        }
      }
    }
  }

  func scalarOperations(for output: Box) -> Int { output.elementCount }
}
