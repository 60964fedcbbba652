extension ElementType {
  /// Whether elements are whole numbers (bool is not).
  public var isInteger: Bool { !isFloatingPoint && self != .bool }

  /// Whether negative whole numbers can be stored.
  public var isSigned: Bool {
    switch self {
    case .uint64, .uint32, .uint16, .uint8, .uint4, .bool: false
    default: true
    }
  }

  /// Least and greatest stored integer; of uint64, as far as `Int64` reaches. nil for floating point.
  public var integerRange: ClosedRange<Int64>? {
    switch self {
    case .bool: 0...1
    case .int64: Int64.min...Int64.max
    case .uint64: 0...Int64.max
    default:
      if isFloatingPoint {
        nil
      } else if isSigned {
        -(Int64(1) << (bitWidth - 1))...(Int64(1) << (bitWidth - 1)) - 1
      } else {
        0...(Int64(1) << bitWidth) - 1
      }
    }
  }
}

extension TensorType {
  /// No tensor is larger than this: 64 GiB. Larger shapes come only from damaged files.
  public static let maximumBytes = 64 << 30

  /// `byteCount` of a shape nobody has checked: nil when an axis is negative, when the product overflows or exceeds
  /// `maximumBytes`, when an axis is longer than a `Box` can address, or when there are more than
  /// `Box.maximumRank` axes.
  public func checkedByteCount() -> Int? {
    guard shape.count <= Box.maximumRank, shape.allSatisfy({ 0...Int(Int32.max) ~= $0 }) else { return nil }
    if shape.contains(0) { return 0 }
    var count = 1
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      if overflow || product > TensorType.maximumBytes * 2 { return nil }
      count = product
    }
    let bytes = element.byteCount(of: count)
    return bytes <= TensorType.maximumBytes ? bytes : nil
  }
}
