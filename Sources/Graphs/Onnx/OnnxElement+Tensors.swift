import Onnx
import Tensors

extension OnnxElement {
  /// The same type where chips have it; nil for strings, complex numbers and formats nothing here computes with.
  var tensorElement: ElementType? {
    switch self {
    case .float64: .float64
    case .float32: .float32
    case .float16: .float16
    case .bfloat16: .bfloat16
    case .float8e4m3: .float8e4m3
    case .float8e5m2: .float8e5m2
    case .int64: .int64
    case .int32: .int32
    case .int16: .int16
    case .int8: .int8
    case .int4: .int4
    case .uint64: .uint64
    case .uint32: .uint32
    case .uint16: .uint16
    case .uint8: .uint8
    case .uint4: .uint4
    case .bool: .bool
    case .float8e4m3fnuz: .float8e4m3fnuz
    case .float8e5m2fnuz: .float8e5m2fnuz
    case .float4e2m1: .float4e2m1
    case .string, .complex64, .complex128: nil
    }
  }

  /// - Throws: `GraphError` for a type that nothing here computes with.
  func computable() throws -> ElementType {
    guard let element = tensorElement else {
      throw GraphError(
        "element type \(self) is not supported",
        remedy: "use one of " + ElementType.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return element
  }
}
