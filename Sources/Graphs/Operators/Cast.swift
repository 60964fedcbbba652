import Tensors

/// ONNX `Cast`: to another element type. Real numbers become integers by truncation, saturated.
struct Cast: ElementwiseOperator {
  static let name = "Cast"
  static let inputCount = 1...1
  var element: ElementType
  /// Whether numbers too large for an 8-bit floating-point type become its largest one, not infinity or NaN.
  var saturates: Bool

  init(to element: ElementType, saturates: Bool = true) {
    self.element = element
    self.saturates = saturates
  }

  init(attributes: inout AttributeReader) throws {
    saturates = try attributes.integer("saturate") ?? 1 != 0
    guard let element = try attributes.elementType("to") else {
      throw GraphError("to is missing", remedy: "say which element type to cast to")
    }
    self.element = element
  }

  func resultElement(for inputs: [TensorType]) throws -> ElementType { element }

  func compute(_ inputs: [Tensor], shape: [Int]) throws -> Tensor {
    Cast.convert(inputs[0], to: element, saturates: saturates)
  }

  /// - Returns: a tensor of computing type, but of the 8-bit type itself where numbers too large do not saturate.
  static func convert(_ input: Tensor, to element: ElementType, saturates: Bool) -> Tensor {
    if !saturates, element.isFloatingPoint, element.bitWidth == 8 {
      return Tensor(overflowing: TensorType(element, input.shape), floats: input.floats)
    }
    return input.converted(to: TensorType(element.isFloatingPoint ? .float32 : element, input.shape))
  }
}

/// ONNX `CastLike`: to the element type of the second input, whose values do not matter.
struct CastLike: TiledOperator {
  static let name = "CastLike"
  static let inputCount = 2...2
  static let kind = TiledKind.map

  init(attributes: inout AttributeReader) throws {
    if try attributes.integer("saturate") == 0 {
      throw GraphError("CastLike with saturate 0 is not supported", remedy: "use Cast, which knows its type")
    }
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let like = try inputs.required(1).type
    return [TensorType(like.element, input.shape, quantization: like.quantization)]
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    CastTile(element: outputs[0].isReal ? .float32 : outputs[0].element, rank: outputs[0].shape.count)
  }
}

/// Boxes of a conversion.
struct CastTile: TileableOperator {
  let element: ElementType
  let rank: Int

  var splittableAxes: [Int] { Array(0..<rank) }

  func inputBox(_ index: Int, for output: Box) -> Box? { index == 0 ? output : nil }

  func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
    Cast.convert(try inputs.required(0), to: element, saturates: true)
  }

  func scalarOperations(for output: Box) -> Int { output.elementCount }
}

extension AttributeReader {
  /// An element type: its number in `TensorProto.DataType`, or its name.
  mutating func elementType(_ name: String) throws -> ElementType? {
    if let text = try? string(name) {
      guard let element = ElementType(rawValue: text) else {
        throw GraphError(
          "element type “\(text)” is unknown",
          remedy: "one of \(ElementType.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      return element
    }
    guard let number = try integer(name) else { return nil }
    guard let element = ElementType.allCases.first(where: { $0.onnxNumber == number }) else {
      throw GraphError("element type \(number) is not supported", remedy: "use a numeric ONNX element type")
    }
    return element
  }
}
