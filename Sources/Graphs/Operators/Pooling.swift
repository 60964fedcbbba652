import Tensors

/// A pooling operator: one number from each window of each channel.
protocol PoolingOperator: TiledOperator {
  var window: WindowAttributes { get }

  func pool(
    _ input: Tensor, geometry: WindowGeometry, inputBox: Box, output: Box
  ) -> Tensor
}

extension PoolingOperator {
  static var kind: TiledKind { .window }
  static var inputCount: ClosedRange<Int> { 1...1 }

  func geometry(for shape: [Int]) throws -> WindowGeometry {
    guard (3...5).contains(shape.count) else {
      throw GraphError(
        "\(Self.name) needs batch, channels and one to three spatial axes, and has shape \(shape)")
    }
    guard let kernel = window.kernel else {
      throw GraphError("kernel_shape is missing", remedy: "give one length for each spatial axis")
    }
    return try WindowGeometry(window, kernel: kernel, input: Array(shape.dropFirst(2)))
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] { [try pooledType(of: inputs)] }

  func pooledType(of inputs: [OperatorInput?]) throws -> TensorType {
    let input = try inputs.required(0).type
    guard input.isReal || input.isNarrowInteger else {
      throw GraphError(
        "\(Self.name) is given \(input.element.rawValue)",
        remedy: "insert a Cast to a type of real numbers or to integers of at most 16 bits")
    }
    let geometry = try geometry(for: input.shape)
    return TensorType(
      input.element, input.shape.prefix(2) + geometry.output, quantization: input.quantization)
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    PoolingTile(operation: self, geometry: try geometry(for: try inputs.required(0).type.shape))
  }
}

/// Boxes of a pooling operator.
struct PoolingTile: TileableOperator {
  let operation: any PoolingOperator
  let geometry: WindowGeometry

  var splittableAxes: [Int] { Array(0..<geometry.rank + 2) }

  func inputBox(_ index: Int, for output: Box) -> Box? { geometry.inputBox(for: output) }

  func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
    let input = try inputs.required(0)
    let box = geometry.inputBox(for: output)
    if input.type.element == .float32 {
      return operation.pool(input, geometry: geometry, inputBox: box, output: output)
    }
    // Integers pass through fp32: the pooled types have at most 16 bits, which it holds exactly.
    let real = Tensor(TensorType(.float32, input.shape), floats: input.integers.map { Float($0) })
    let result = operation.pool(real, geometry: geometry, inputBox: box, output: output)
    // A window that lies in the padding has no element; its −∞ saturates.
    return Tensor(
      TensorType(input.type.element, output.shape),
      floats: result.floats.map { $0.rounded(.toNearestOrEven) })
  }

  func scalarOperations(for output: Box) -> Int { output.elementCount * geometry.kernelPositions }
}

extension WindowGeometry {
  /// The part of a tensor with batch and channels that a box of the output reads, channel by channel.
  func inputBox(for output: Box) -> Box {
    var box = output
    for axis in 0..<rank {
      box = box.replacing(axis + 2, with: inputRange(axis, for: output.range(axis + 2)))
    }
    return box
  }
}
