/// The type of one tensor element, as it lies in memory.
public enum ElementType: String, Sendable, Hashable, Codable, CaseIterable {
  case float64 = "fp64"
  case float32 = "fp32"
  case float16 = "fp16"
  case bfloat16 = "bf16"
  case float8e4m3 = "fp8-e4m3"
  case float8e5m2 = "fp8-e5m2"
  /// The fp8 types without infinity and negative zero, whose only NaN is the code of negative zero.
  case float8e4m3fnuz = "fp8-e4m3fnuz"
  case float8e5m2fnuz = "fp8-e5m2fnuz"
  /// Sign, two exponent bits and one fraction bit: ±0, 0.5, 1, 1.5, 2, 3, 4 and 6.
  case float4e2m1 = "fp4-e2m1"
  case int64, int32, int16, int8, int4
  case uint64, uint32, uint16, uint8, uint4
  case bool

  /// Bits that one element takes in memory.
  public var bitWidth: Int {
    switch self {
    case .float64, .int64, .uint64: 64
    case .float32, .int32, .uint32: 32
    case .float16, .bfloat16, .int16, .uint16: 16
    case .float8e4m3, .float8e5m2, .float8e4m3fnuz, .float8e5m2fnuz, .int8, .uint8, .bool: 8
    case .int4, .uint4, .float4e2m1: 4
    }
  }

  /// Bytes that `count` packed elements take.
  public func byteCount(of count: Int) -> Int { (count * bitWidth + 7) / 8 }

  public var isFloatingPoint: Bool {
    switch self {
    case .float64, .float32, .float16, .bfloat16, .float8e4m3, .float8e5m2, .float8e4m3fnuz, .float8e5m2fnuz,
      .float4e2m1:
      true
    default: false
    }
  }
}
