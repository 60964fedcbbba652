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
    // Storing the result would saturate what this cast must not.
    if !saturates, element.isFloatingPoint, element.bitWidth == 8 {
      return Tensor(overflowing: TensorType(element, shape), floats: inputs[0].floats)
    }
    return inputs[0].converted(to: TensorType(element.isFloatingPoint ? .float32 : element, shape))
  }
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
