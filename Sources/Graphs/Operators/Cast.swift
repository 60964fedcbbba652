import Tensors

/// ONNX `Cast`: to another element type. Real numbers become integers by truncation, saturated.
struct Cast: ElementwiseOperator {
  static let name = "Cast"
  static let inputCount = 1...1
  var element: ElementType

  init(to element: ElementType) { self.element = element }

  init(attributes: inout AttributeReader) throws {
    _ = try attributes.integer("saturate")
    if let text = try? attributes.string("to") {
      guard let element = ElementType(rawValue: text) else {
        throw GraphError(
          "element type “\(text)” is unknown",
          remedy: "one of \(ElementType.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      self.element = element
      return
    }
    guard let number = try attributes.integer("to") else {
      throw GraphError("to is missing", remedy: "say which element type to cast to")
    }
    guard let element = Cast.onnxTypes[number] else {
      throw GraphError("element type \(number) is not supported", remedy: "use a numeric ONNX element type")
    }
    self.element = element
  }

  /// `TensorProto.DataType` of onnx.proto3.
  static let onnxTypes: [Int: ElementType] = [
    1: .float32, 2: .uint8, 3: .int8, 4: .uint16, 5: .int16, 6: .int32, 7: .int64, 9: .bool, 10: .float16,
    11: .float64, 12: .uint32, 13: .uint64, 16: .bfloat16, 17: .float8e4m3, 19: .float8e5m2, 21: .uint4,
    22: .int4,
  ]

  func resultElement(for inputs: [TensorType]) throws -> ElementType { element }

  func compute(_ inputs: [Tensor], shape: [Int]) throws -> Tensor {
    inputs[0].converted(to: TensorType(element.isFloatingPoint ? .float32 : element, shape))
  }
}
