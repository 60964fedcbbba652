import Tensors

extension Tensor {
  /// Makes a tensor whose elements, of the Swift type `Element`, are all written by `fill`.
  @inline(__always)
  static func building<Element: BitwiseCopyable>(
    _ element: ElementType, _ shape: [Int], as type: Element.Type,
    _ fill: (UnsafeMutablePointer<Element>) throws -> Void
  ) rethrows -> Tensor {
    let tensorType = TensorType(element, shape)
    precondition(element.bitWidth == MemoryLayout<Element>.size * 8)
    let count = tensorType.byteCount
    let bytes = try [UInt8](unsafeUninitializedCapacity: max(count, 16)) { buffer, written in
      try fill(UnsafeMutableRawPointer(buffer.baseAddress!).assumingMemoryBound(to: Element.self))
      written = count
    }
    return Tensor(type: tensorType, bytes: bytes)
  }

  /// An fp32 tensor whose elements are all written by `fill`.
  @inline(__always)
  static func buildingFloats(
    _ shape: [Int], _ fill: (UnsafeMutablePointer<Float>) throws -> Void
  ) rethrows -> Tensor {
    try building(.float32, shape, as: Float.self, fill)
  }

  /// Reads the elements in place.
  @inline(__always)
  func reading<Element: BitwiseCopyable, Result>(
    as type: Element.Type, _ body: (UnsafePointer<Element>) throws -> Result
  ) rethrows -> Result {
    precondition(self.type.element.bitWidth == MemoryLayout<Element>.size * 8)
    return try bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else {
        return try withUnsafeTemporaryAllocation(of: Element.self, capacity: 1) {
          try body(UnsafePointer($0.baseAddress!))
        }
      }
      return try body(base.assumingMemoryBound(to: Element.self))
    }
  }

  @inline(__always)
  func readingFloats<Result>(_ body: (UnsafePointer<Float>) throws -> Result) rethrows -> Result {
    try reading(as: Float.self, body)
  }

}
