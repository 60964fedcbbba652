import Tensors

/// ONNX `LayerNormalization`: mean 0 and variance 1 over the axes from `axis` on, then scale and bias. Where mean and
/// reciprocal deviation are asked for too, it is computed on the host.
struct LayerNormalization: TiledOperator {
  static let name = "LayerNormalization"
  static let inputCount = 2...3
  static let kind = TiledKind.reduce
  var axis: Int
  var epsilon: Float
  var outputCount: Int
  /// The type of mean and reciprocal deviation.
  var stash: ElementType

  init(attributes: inout AttributeReader) throws {
    axis = try attributes.integer("axis") ?? -1
    epsilon = try attributes.float("epsilon") ?? 1e-5
    stash = try QuantizationAttributes.element("stash_type", &attributes) ?? .float32
    outputCount = attributes.outputCount ?? 1
    guard outputCount <= 3, stash.isFloatingPoint else {
      throw GraphError(
        "\(outputCount) outputs stashed as \(stash.rawValue)", remedy: "at most 3, real numbers")
    }
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    try RowParameters.check(inputs, axis: axis)
    _ = try ElementAgreement.real(of: inputs.compactMap { $0?.type }, for: Self.name)
    let axis = try Axes.normalized(axis, rank: input.shape.count)
    let reduced = TensorType(stash, input.shape.indices.map { $0 < axis ? input.shape[$0] : 1 })
    return [TensorType(try ElementAgreement.common(of: [input]), input.shape)]
      + [TensorType](repeating: reduced, count: max(0, outputCount - 1))
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    let shape = outputs[0].shape
    return LayerNormalizationTile(
      axis: try Axes.normalized(axis, rank: shape.count), shape: shape,
      parameterShapes: inputs.map { $0?.type.shape ?? [] }, epsilon: epsilon, isCentred: true)
  }

  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form {
    guard outputs.count == 1, let tile = try? tile(inputs: inputs, outputs: outputs) else { return .host }
    return .tiled(Self.kind, tile)
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let known = inputs.map { $0.map { OperatorInput(type: $0.type, constant: $0) } }
    guard let tile = try tile(inputs: known, outputs: outputs) else { return [] }
    let normalized = try tile.evaluateWhole(inputs, shape: outputs[0].shape)
    guard outputs.count > 1 else { return [normalized] }
    let rows = outputs[1].elementCount
    let length = rows == 0 ? 0 : outputs[0].elementCount / rows
    var statistics: [[Float]] = [[], []]
    try inputs.required(0).readingFloats { source in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: max(1, length)) { scratch in
        for row in 0..<rows {
          let (mean, factor) = Normalization.standardize(
            source + row * length, into: scratch.baseAddress!, count: length, epsilon: epsilon)
          statistics[0].append(mean)
          statistics[1].append(factor)
        }
      }
    }
    let reduced = TensorType(.float32, outputs[1].shape)
    return [normalized] + statistics.prefix(outputs.count - 1).map { Tensor(reduced, floats: $0) }
  }
}

/// Scales and biases of operators that normalise whole rows: they stretch over the axes from `axis` on.
enum RowParameters {
  /// - Throws: `GraphError` naming both shapes when one does not stretch.
  static func check(_ inputs: [OperatorInput?], axis: Int) throws {
    let input = try inputs.required(0).type.shape
    let normalized = Array(input[try Axes.normalized(axis, rank: input.count)...])
    for index in 1..<inputs.count {
      guard let shape = inputs[index]?.type.shape else { continue }
      guard let stretched = try? Broadcasting.shape(shape, normalized), stretched == normalized else {
        throw GraphError(
          "\(index == 1 ? "scale" : "bias") \(shape) does not fit the normalised axes \(normalized) of \(input)"
        )
      }
    }
  }

  /// A parameter stretched over the normalised axes.
  static func stretched(_ tensor: Tensor, over shape: [Int]) throws -> [Float] {
    if tensor.elementCount == shape.reduce(1, *) { return tensor.floats }
    return try StridedCopy.run(
      tensor, strides: BroadcastWalk.strides(of: tensor.shape, in: shape), shape: shape, outputShape: shape
    ).floats
  }
}

/// Boxes of a normalisation of rows: rows over the normalised axes stay whole.
struct LayerNormalizationTile: TileableOperator {
  let axis: Int
  let shape: [Int]
  let parameterShapes: [[Int]]
  let epsilon: Float
  /// Whether the mean is taken out first (not so for RMSNormalization).
  let isCentred: Bool

  var splittableAxes: [Int] { Array(0..<axis) }

  func inputBox(_ index: Int, for output: Box) -> Box? {
    index == 0 ? output : Box(shape: parameterShapes[index])
  }

  func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
    let normalized = Array(shape[axis...])
    let length = normalized.reduce(1, *)
    let scale = try RowParameters.stretched(inputs.required(1), over: normalized)
    let bias = try inputs.optional(2).map { try RowParameters.stretched($0, over: normalized) }
    let rows = output.elementCount / max(1, length)
    return try inputs.required(0).readingFloats { source in
      .buildingFloats(output.shape) { target in
        for row in 0..<rows {
          let result = target + row * length
          Normalization.standardize(
            source + row * length, into: result, count: length, epsilon: epsilon, isCentred: isCentred)
          for index in 0..<length { result[index] *= scale[index] }
          if let bias { for index in 0..<length { result[index] += bias[index] } }
        }
      }
    }
  }

  func scalarOperations(for output: Box) -> Int { (isCentred ? 8 : 5) * output.elementCount }
}

enum Normalization {
  /// `(x − mean) / √(variance + epsilon)` of a contiguous row, mean and variance by sums of fixed order.
  /// - Parameter isCentred: false to leave the mean in: `x / √(mean square + epsilon)`.
  /// - Returns: the mean that was taken out and the factor.
  @discardableResult
  static func standardize(
    _ row: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>, count: Int, epsilon: Float,
    isCentred: Bool = true
  ) -> (mean: Float, factor: Float) {
    let mean = isCentred ? ReduceKernel.sum(row, count: count) / Float(count) : 0
    for index in 0..<count { result[index] = row[index] - mean }
    let variance =
      ReduceKernel.reduceRow(
        UnsafePointer(result), count: count, initial: Float(0), lift: { $0 * $0 }, combine: { $0 + $1 })
      / Float(count)
    let factor = 1 / (variance + epsilon).squareRoot()
    for index in 0..<count { result[index] *= factor }
    return (mean, factor)
  }
}
