import Tensors

/// ONNX `QuantizeLinear`: `saturate(round(x / scale) + zero point)`, the scale per tensor, per slice of `axis` or per
/// block of it. Ties round to even. The result is plain integers (or 8-bit floating point).
struct QuantizeLinear: TiledOperator {
  static let name = "QuantizeLinear"
  static let inputCount = 2...3
  static let kind = TiledKind.map

  var axis: Int
  var blockSize: Int
  var saturates: Bool
  /// The type of the result where no zero point says it.
  var element: ElementType?
  /// The type that quotients are rounded to before anything else.
  var precision: ElementType?

  init(attributes: inout AttributeReader) throws {
    axis = try attributes.integer("axis") ?? 1
    blockSize = try QuantizationAttributes.blockSize(&attributes)
    saturates = try attributes.integer("saturate") ?? 1 != 0
    element = try QuantizationAttributes.element("output_dtype", &attributes)
    precision = try QuantizationAttributes.element("precision", &attributes)
    if let precision, !precision.isFloatingPoint {
      throw GraphError("precision is \(precision.rawValue)", remedy: "a floating-point type")
    }
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let scale = try inputs.required(1).type
    _ = try granularity(input.shape, scale.shape)
    _ = try ElementAgreement.real(of: [scale], for: "the scale of \(Self.name)")
    let zeroPoint = inputs.optional(2)?.type
    try QuantizationAttributes.check(zeroPoint, fits: scale)
    let result = zeroPoint?.element ?? element ?? .uint8
    guard result.isInteger || result.bitWidth <= 8 && result.isFloatingPoint else {
      throw GraphError("\(Self.name) cannot make \(result.rawValue)", remedy: "integers or 8-bit floats")
    }
    return [TensorType(result, input.shape)]
  }

  private func granularity(_ input: [Int], _ scale: [Int]) throws -> QuantizationGranularity {
    try QuantizationGranularity(scale: scale, input: input, axis: axis, blockSize: blockSize)
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    let input = try inputs.required(0).type.shape
    return LinearScaleTile(
      rank: input.count, parameterShapes: inputs.dropFirst().map { $0?.type.shape ?? [] },
      granularity: try granularity(input, try inputs.required(1).type.shape),
      result: .quantized(outputs[0].element, precision: precision, saturates: saturates))
  }
}

/// ONNX `DequantizeLinear`: `(x − zero point) · scale`, in the type of the scale unless `output_dtype` names another.
struct DequantizeLinear: TiledOperator {
  static let name = "DequantizeLinear"
  static let inputCount = 2...3
  static let kind = TiledKind.map

  var axis: Int
  var blockSize: Int
  var element: ElementType?

  init(attributes: inout AttributeReader) throws {
    axis = try attributes.integer("axis") ?? 1
    blockSize = try QuantizationAttributes.blockSize(&attributes)
    element = try QuantizationAttributes.element("output_dtype", &attributes)
    if let element, !element.isFloatingPoint {
      throw GraphError("output_dtype is \(element.rawValue)", remedy: "a floating-point type")
    }
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let scale = try inputs.required(1).type
    _ = try ElementAgreement.real(of: [scale], for: "the scale of \(Self.name)")
    try QuantizationAttributes.check(inputs.optional(2)?.type, fits: scale)
    guard input.element != .bool, inputs.optional(2)?.type.isReal ?? input.isReal == input.isReal else {
      throw GraphError(
        "\(input.element.rawValue) numbers cannot be dequantised with this zero point",
        remedy: "both of one type of integers or 8-bit floats")
    }
    _ = try granularity(input.shape, scale.shape)
    return [TensorType(element ?? (scale.quantization == nil ? scale.element : .float32), input.shape)]
  }

  private func granularity(_ input: [Int], _ scale: [Int]) throws -> QuantizationGranularity {
    try QuantizationGranularity(scale: scale, input: input, axis: axis, blockSize: blockSize)
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    let input = try inputs.required(0).type.shape
    return LinearScaleTile(
      rank: input.count, parameterShapes: inputs.dropFirst().map { $0?.type.shape ?? [] },
      granularity: try granularity(input, try inputs.required(1).type.shape), result: .dequantized)
  }
}

/// What both operators read and check alike.
enum QuantizationAttributes {
  static func blockSize(_ attributes: inout AttributeReader) throws -> Int {
    let size = try attributes.integer("block_size") ?? 0
    guard size >= 0 else { throw GraphError("block_size is \(size)", remedy: "0 or a length") }
    return size
  }

  /// - Throws: `GraphError` for a number that names no element type.
  static func element(_ name: String, _ attributes: inout AttributeReader) throws -> ElementType? {
    // The standard's default 0 says nothing.
    if let number = try? attributes.integer(name), number == 0 { return nil }
    return try attributes.elementType(name)
  }

  /// - Throws: `GraphError` when a zero point has another shape than its scale, or is true or false.
  static func check(_ zeroPoint: TensorType?, fits scale: TensorType) throws {
    guard let zeroPoint else { return }
    guard zeroPoint.shape == scale.shape || zeroPoint.elementCount == 1 && scale.elementCount == 1 else {
      throw GraphError("zero point \(zeroPoint.shape) does not fit scale \(scale.shape)", remedy: "one shape")
    }
    guard zeroPoint.element != .bool else {
      throw GraphError("the zero point has type bool", remedy: "a type of integers or 8-bit floats")
    }
  }
}
