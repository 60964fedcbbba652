import TensorKernels

extension Tensor {
  /// Real values, rounded to the storage type: floating point to nearest, ties to even (8-bit formats saturate);
  /// quantised integers to `round-half-even(v / scale) + zeroPoint`, saturated; 8-bit floating point with a scale
  /// likewise after a division by it; plain integers toward zero,
  /// saturated (NaN becomes 0); bool to `v != 0`.
  public init(_ type: TensorType, floats: [Float]) {
    precondition(floats.count == type.elementCount, "one value for each element")
    if let quantization = type.quantization, !type.element.isFloatingPoint {
      self = Tensor.quantized(type, quantization, floats)
      return
    }
    switch type.element {
    case .float32: self.init(type, stored: floats)
    case .float64: self.init(type, stored: floats.map(Double.init))
    case .bool: self.init(type, stored: floats.map { UInt8($0 != 0 ? 1 : 0) })
    default:
      if let format = NarrowFloat(type.element) {
        let scale = type.quantization?.scale ?? 1
        self = Tensor.narrow(type, format, scale == 1 ? floats : floats.map { $0 / scale })
      } else {
        let range = type.element.integerRange!
        self.init(
          type,
          storing: type.element == .uint64
            ? floats.map { Int64(bitPattern: saturatingUnsigned(Double($0))) }
            : floats.map { saturating(Double($0), in: range) })
      }
    }
  }

  /// Whole numbers. Integer types keep the low bits, as ONNX Cast does; floating-point types round to nearest.
  /// Not for quantised types.
  public init(_ type: TensorType, integers: [Int64]) {
    precondition(integers.count == type.elementCount, "one value for each element")
    precondition(type.quantization == nil, "a quantised tensor is made of real numbers")
    self.init(type, storing: integers)
  }

  /// Stored integers as they are, of any type.
  init(_ type: TensorType, storing integers: [Int64]) {
    switch type.element {
    case .int64, .uint64: self.init(type, stored: integers)
    case .int32, .uint32: self.init(type, stored: integers.map { Int32(truncatingIfNeeded: $0) })
    case .int16, .uint16: self.init(type, stored: integers.map { Int16(truncatingIfNeeded: $0) })
    case .int8, .uint8: self.init(type, stored: integers.map { Int8(truncatingIfNeeded: $0) })
    case .int4, .uint4: self.init(type: type, bytes: PackedNibbles.pack(integers))
    case .bool: self.init(type, stored: integers.map { UInt8($0 != 0 ? 1 : 0) })
    case .float64: self.init(type, stored: integers.map(Double.init))
    default: self.init(type, floats: integers.map(Float.init))
    }
  }

  /// The real value of every element: floating point widened or rounded to fp32, quantised integers as
  /// `scale * (stored - zeroPoint)`, other integers as they are.
  public var floats: [Float] {
    switch type.element {
    case .float32: return withElements(as: Float.self) { Array($0) }
    case .float64: return withElements(as: Double.self) { $0.map(Float.init) }
    default:
      if let format = NarrowFloat(type.element) {
        let scale = type.quantization?.scale ?? 1
        return scale == 1 ? widened(format) : widened(format).map { $0 * scale }
      }
      if let quantization = type.quantization { return dequantized(quantization) }
      if type.element == .uint64 { return withElements(as: UInt64.self) { $0.map(Float.init) } }
      return integers.map(Float.init)
    }
  }

  /// The stored whole numbers of an integer or bool tensor (quantised ones too, before scaling). uint64 beyond
  /// `Int64.max` wraps.
  public var integers: [Int64] {
    switch type.element {
    case .int64, .uint64: withElements(as: Int64.self) { Array($0) }
    case .int32: withElements(as: Int32.self) { $0.map(Int64.init) }
    case .uint32: withElements(as: UInt32.self) { $0.map(Int64.init) }
    case .int16: withElements(as: Int16.self) { $0.map(Int64.init) }
    case .uint16: withElements(as: UInt16.self) { $0.map(Int64.init) }
    case .int8: withElements(as: Int8.self) { $0.map(Int64.init) }
    case .uint8, .bool: bytes.map(Int64.init)
    case .int4: PackedNibbles.unpack(bytes, count: elementCount, signed: true)
    case .uint4: PackedNibbles.unpack(bytes, count: elementCount, signed: false)
    default:
      preconditionFailure("a floating-point tensor has no stored integers")
    }
  }
}

extension Tensor {
  private static func narrow(_ type: TensorType, _ format: NarrowFloat, _ floats: [Float]) -> Tensor {
    if type.element.bitWidth == 4 {
      return Tensor(type: type, bytes: PackedNibbles.pack(floats.map { Int64(format.encode($0)) }))
    }
    var tensor = Tensor(zeros: type)
    floats.withUnsafeBufferPointer { source in
      if type.element.bitWidth == 16 {
        tensor.withMutableElements(as: UInt16.self) { format.encode(source, into: $0) }
      } else {
        tensor.withMutableElements(as: UInt8.self) { format.encode(source, into: $0) }
      }
    }
    return tensor
  }

  private func widened(_ format: NarrowFloat) -> [Float] {
    if type.element.bitWidth == 4 { return storedNibbles.map { format.decode(UInt16($0)) } }
    return [Float](unsafeUninitializedCapacity: elementCount) { target, count in
      if type.element.bitWidth == 16 {
        withElements(as: UInt16.self) { format.decode($0, into: target) }
      } else {
        withElements(as: UInt8.self) { format.decode($0, into: target) }
      }
      count = elementCount
    }
  }

  private static func quantized(
    _ type: TensorType, _ quantization: Quantization, _ floats: [Float]
  ) -> Tensor {
    let range = type.element.integerRange!
    if type.element.bitWidth == 8 {
      var tensor = Tensor(zeros: type)
      tensor.withMutableElements(as: Int8.self) {
        guard let target = $0.baseAddress else { return }
        kernel_quantize_i8(
          floats.count, floats, quantization.scale, quantization.zeroPoint, Int32(range.lowerBound),
          Int32(range.upperBound), target)
      }
      return tensor
    }
    let codes = floats.map { value in
      let steps = Double((value / quantization.scale).rounded(.toNearestOrEven))
      return saturating((steps.isNaN ? 0 : steps) + Double(quantization.zeroPoint), in: range)
    }
    return Tensor(type, storing: codes)
  }

  private func dequantized(_ quantization: Quantization) -> [Float] {
    let zeroPoint = quantization.zeroPoint
    let scale = quantization.scale
    guard type.element.bitWidth == 8 else { return integers.map { Float($0 &- Int64(zeroPoint)) * scale } }
    // One of 256 codes.
    let signed = type.element == .int8
    let table = (0..<256).map { code in
      let stored = signed ? Int32(Int8(truncatingIfNeeded: code)) : Int32(code)
      return Float(stored &- zeroPoint) * scale
    }
    return [Float](unsafeUninitializedCapacity: bytes.count) { target, count in
      for index in bytes.indices { target[index] = table[Int(bytes[index])] }
      count = bytes.count
    }
  }
}

/// Truncation toward zero into a range; NaN becomes 0.
func saturating(_ value: Double, in range: ClosedRange<Int64>) -> Int64 {
  if value.isNaN { return 0 }
  if value <= Double(range.lowerBound) { return range.lowerBound }
  if value >= Double(range.upperBound) { return range.upperBound }
  return Int64(value)
}

/// As `saturating`, into the whole range of uint64.
func saturatingUnsigned(_ value: Double) -> UInt64 {
  if value.isNaN || value <= 0 { return 0 }
  return value >= 0x1p64 ? .max : UInt64(value)
}

extension Tensor {
  /// Real values rounded to an 8-bit floating-point type of which numbers too large become infinity, or NaN where the
  /// type has no infinity (ONNX Cast, `saturate` = 0).
  public init(overflowing type: TensorType, floats: [Float]) {
    guard let format = NarrowFloat(type.element)?.overflowing else {
      self.init(type, floats: floats)
      return
    }
    self = Tensor.narrow(type, format, floats)
  }

  /// The codes of 4-bit elements as they are stored, unsigned.
  var storedNibbles: [Int64] { PackedNibbles.unpack(bytes, count: elementCount, signed: false) }
}
