/// `TypeProto`: what a value is.
public indirect enum OnnxType: Sendable, Hashable {
  /// `shape` is nil when even the rank is open.
  case tensor(OnnxElement, shape: [OnnxDimension]?)
  case sparseTensor(OnnxElement, shape: [OnnxDimension]?)
  case sequence(OnnxType)
  case optional(OnnxType)
  case map(key: OnnxElement, value: OnnxType)
}

/// `TensorShapeProto.Dimension`.
public enum OnnxDimension: Sendable, Hashable {
  case length(Int)
  /// A name that equal lengths share, such as `batch`.
  case symbol(String)
  case unknown
}

/// `ValueInfoProto`: a name and, where the file says so, its type.
public struct OnnxValueInfo: Sendable, Equatable {
  public var name: String
  public var type: OnnxType?

  public init(name: String, type: OnnxType?) {
    self.name = name
    self.type = type
  }
}

/// `TensorProto.DataType`, with the numbers of the wire format.
public enum OnnxElement: Int, Sendable, Hashable, CaseIterable {
  case float32 = 1
  case uint8, int8, uint16, int16, int32, int64, string, bool, float16, float64, uint32, uint64
  case complex64, complex128, bfloat16
  case float8e4m3 = 17
  case float8e4m3fnuz, float8e5m2, float8e5m2fnuz, uint4, int4, float4e2m1

  /// Bits that one packed element takes; nil for strings.
  public var bitWidth: Int? {
    switch self {
    case .uint4, .int4, .float4e2m1: 4
    case .uint8, .int8, .bool, .float8e4m3, .float8e4m3fnuz, .float8e5m2, .float8e5m2fnuz: 8
    case .uint16, .int16, .float16, .bfloat16: 16
    case .float32, .int32, .uint32: 32
    case .float64, .int64, .uint64, .complex64: 64
    case .complex128: 128
    case .string: nil
    }
  }
}
