import Tensors

/// ONNX `QuantizeLinear`: `saturate(round(x / scale) + zero point)`, scale per tensor or per slice of `axis`.
///
/// With a scale known before the run for the whole tensor, the result is a tensor that stands for real numbers
/// (`TensorType.quantization`) and rounding happens where it is stored; otherwise it is plain integers.
struct QuantizeLinear: TiledOperator {
  static let name = "QuantizeLinear"
  static let inputCount = 2...3
  static let kind = TiledKind.map
  var axis: Int

  init(attributes: inout AttributeReader) throws {
    axis = try attributes.integer("axis") ?? 1
    _ = try attributes.integer("saturate")
    if let block = try attributes.integer("block_size"), block != 0 {
      throw GraphError("block_size \(block) is not supported", remedy: "quantise per tensor or per axis")
    }
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let scale = try inputs.required(1)
    let zeroPoint = inputs.optional(2)
    let element = zeroPoint?.type.element ?? .uint8
    try ElementAgreement.requireIntegers(zeroPoint?.type, "zero points")
    _ = try LinearScale.axis(axis, input: input.shape, scale: scale.type.shape)
    guard let factor = scale.constant, factor.elementCount == 1,
      zeroPoint == nil || zeroPoint?.constant != nil
    else { return [TensorType(element, input.shape)] }
    let quantization = Quantization(
      scale: factor.floats[0],
      zeroPoint: Int32(truncatingIfNeeded: zeroPoint?.constant?.integers.first ?? 0))
    return [TensorType(element, input.shape, quantization: quantization)]
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    let input = try inputs.required(0).type
    return LinearScale(
      rank: input.shape.count, parameterShapes: inputs.dropFirst().map { $0?.type.shape ?? [] },
      axis: try LinearScale.axis(axis, input: input.shape, scale: try inputs.required(1).type.shape),
      result: outputs[0].isReal ? .unchanged : .quantized(outputs[0].element))
  }
}

/// ONNX `DequantizeLinear`: `(x − zero point) · scale`. A tensor that already stands for real numbers passes
/// unchanged.
struct DequantizeLinear: TiledOperator {
  static let name = "DequantizeLinear"
  static let inputCount = 2...3
  static let kind = TiledKind.map
  var axis: Int

  init(attributes: inout AttributeReader) throws {
    axis = try attributes.integer("axis") ?? 1
    if let block = try attributes.integer("block_size"), block != 0 {
      throw GraphError("block_size \(block) is not supported", remedy: "quantise per tensor or per axis")
    }
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let scale = try inputs.required(1).type
    _ = try ElementAgreement.real(of: [scale], for: "the scale of \(Self.name)")
    if !input.isReal { try ElementAgreement.requireIntegers(inputs.optional(2)?.type, "zero points") }
    _ = try LinearScale.axis(axis, input: input.shape, scale: scale.shape)
    return [TensorType(scale.element, input.shape)]
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    let input = try inputs.required(0).type
    return LinearScale(
      rank: input.shape.count, parameterShapes: inputs.dropFirst().map { $0?.type.shape ?? [] },
      axis: try LinearScale.axis(axis, input: input.shape, scale: try inputs.required(1).type.shape),
      result: input.isReal ? .unchanged : .dequantized)
  }
}

/// Boxes of both: element-wise with a scale and zero point for the tensor or for each slice of an axis.
struct LinearScale: TileableOperator {
  enum Result: Sendable {
    case unchanged
    case quantized(ElementType)
    case dequantized
  }

  let rank: Int
  /// Of scale and zero point, which may be [] or [1] for the whole tensor.
  let parameterShapes: [[Int]]
  /// nil when one scale holds for the whole tensor.
  let axis: Int?
  let result: Result

  /// - Throws: `GraphError` naming both shapes when the scales fit neither the tensor nor an axis.
  static func axis(_ axis: Int, input: [Int], scale: [Int]) throws -> Int? {
    if scale.reduce(1, *) == 1, scale.count <= 1 { return nil }
    let axis = try Axes.normalized(axis, rank: input.count)
    guard scale == [input[axis]] else {
      throw GraphError(
        "scale \(scale) does not fit axis \(axis) of \(input)", remedy: "a scalar or [\(input[axis])]")
    }
    return axis
  }

  var splittableAxes: [Int] { Array(0..<rank) }

  func inputBox(_ index: Int, for output: Box) -> Box? {
    if index == 0 { return output }
    guard let axis else { return Box(shape: parameterShapes[index - 1]) }
    return Box(lower: [output.lower(axis)], extent: [output.extent(axis)])
  }

  func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
    let input = try inputs.required(0)
    if case .unchanged = result { return input }
    let scales = try inputs.required(1).floats
    let zeroPoints = inputs.optional(2).map { $0.integers.map { Float($0) } } ?? scales.map { _ in 0 }
    let inner = axis.map { output.shape[($0 + 1)...].reduce(1, *) } ?? output.elementCount
    var values = input.floats
    for index in values.indices {
      let slice = inner == 0 ? 0 : index / inner % scales.count
      if case .dequantized = result {
        values[index] = (values[index] - zeroPoints[slice]) * scales[slice]
      } else {
        values[index] = (values[index] / scales[slice]).rounded(.toNearestOrEven) + zeroPoints[slice]
      }
    }
    guard case .quantized(let element) = result else {
      return Tensor(TensorType(.float32, output.shape), floats: values)
    }
    return Tensor(TensorType(element, output.shape), floats: values)
  }

  func scalarOperations(for output: Box) -> Int { 3 * output.elementCount }
}
