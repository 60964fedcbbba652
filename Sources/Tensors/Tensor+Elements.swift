extension Tensor {
  /// The stored elements, without copying. `T` is the storage type: `Float`, `UInt16` for fp16 and bf16,
  /// `Int8`, `UInt8` for bool and fp8, …; 4-bit elements are handed out as the bytes that hold them in pairs.
  public func withElements<T: BitwiseCopyable, R>(
    as: T.Type, _ body: (UnsafeBufferPointer<T>) throws -> R
  ) rethrows -> R {
    precondition(MemoryLayout<T>.size * 8 == max(8, type.element.bitWidth), "wrong storage type")
    return try bytes.withUnsafeBytes { raw in
      try raw.withMemoryRebound(to: T.self) { try body($0) }
    }
  }

  /// The stored elements, to be changed in place; see `withElements`.
  public mutating func withMutableElements<T: BitwiseCopyable, R>(
    as: T.Type, _ body: (UnsafeMutableBufferPointer<T>) throws -> R
  ) rethrows -> R {
    precondition(MemoryLayout<T>.size * 8 == max(8, type.element.bitWidth), "wrong storage type")
    return try bytes.withUnsafeMutableBytes { raw in
      try raw.withMemoryRebound(to: T.self) { try body($0) }
    }
  }

  /// A tensor of elements as they are stored; see `withElements` for the storage types.
  init<T: BitwiseCopyable>(_ type: TensorType, stored: [T]) {
    self.init(type: type, bytes: stored.withUnsafeBytes { Array($0) })
  }

  /// The same bytes under another shape.
  public func reshaped(to shape: [Int]) -> Tensor {
    Tensor(type: TensorType(type.element, shape, quantization: type.quantization), bytes: bytes)
  }

  /// An fp32 scalar.
  public static func scalar(_ value: Float) -> Tensor {
    Tensor(TensorType(.float32, []), stored: [value])
  }

  /// An int64 scalar.
  public static func scalar(_ value: Int64) -> Tensor {
    Tensor(TensorType(.int64, []), stored: [value])
  }
}
