import TensorKernels

extension NarrowFloat {
  /// Codes of many numbers, as `encode(_:)` gives them. `Code` is `UInt8` or `UInt16`.
  func encode<Code: FixedWidthInteger>(
    _ source: UnsafeBufferPointer<Float>, into target: UnsafeMutableBufferPointer<Code>
  ) {
    precondition(source.count <= target.count && Code.bitWidth == max(8, width))
    guard let from = source.baseAddress, let to = target.baseAddress else { return }
    if self == .bfloat16 {
      to.withMemoryRebound(to: UInt16.self, capacity: source.count) {
        kernel_bfloat_from_float(source.count, from, $0)
      }
    } else if self == .float16, kernel_has_half_conversion() {
      to.withMemoryRebound(to: UInt16.self, capacity: source.count) {
        kernel_half_from_float(source.count, from, $0)
      }
    } else if Code.bitWidth == 8, saturates, specials == .infinityAndNaN || specials == .allOnesIsNaN {
      to.withMemoryRebound(to: UInt8.self, capacity: source.count) {
        let notANumber = UInt32(encode(.nan))
        kernel_float8_from_float(source.count, from, Int32(fractionBits), largestCode, notANumber, $0)
      }
    } else {
      for index in source.indices { to[index] = Code(truncatingIfNeeded: encode(from[index])) }
    }
  }

  /// Numbers of many codes, as `decode(_:)` gives them.
  func decode<Code: FixedWidthInteger>(
    _ source: UnsafeBufferPointer<Code>, into target: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(source.count <= target.count && Code.bitWidth == max(8, width))
    guard let from = source.baseAddress, let to = target.baseAddress else { return }
    if self == .float16, kernel_has_half_conversion() {
      from.withMemoryRebound(to: UInt16.self, capacity: source.count) {
        kernel_float_from_half(source.count, $0, to)
      }
    } else if self == .bfloat16 {
      for index in source.indices { to[index] = Float(bitPattern: UInt32(from[index]) << 16) }
    } else if Code.bitWidth == 8 {
      let table = (0..<1 << width).map { decode(UInt16($0)) }
      for index in source.indices { to[index] = table[Int(UInt8(truncatingIfNeeded: from[index]))] }
    } else {
      for index in source.indices { to[index] = decode(UInt16(truncatingIfNeeded: from[index])) }
    }
  }
}
