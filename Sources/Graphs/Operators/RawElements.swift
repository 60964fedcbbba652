import Tensors

/// Copying elements of any type by their width in bytes.
enum RawElements {
  /// Bytes of one element.
  /// - Throws: `GraphError` for packed 4-bit elements without a scale, which have no address of their own.
  static func byteWidth(of element: ElementType) throws -> Int {
    guard element.bitWidth >= 8 else {
      throw GraphError(
        "\(element.rawValue) elements cannot be moved one by one", remedy: "insert a Cast to int8")
    }
    return element.bitWidth / 8
  }

  /// Makes a tensor of an input's element type from the input's bytes.
  /// - Parameter fill: (source, target, bytes of one element)
  static func moving(
    _ input: Tensor, to shape: [Int],
    _ fill: (UnsafeRawPointer, UnsafeMutableRawPointer, Int) throws -> Void
  ) throws -> Tensor {
    let width = try byteWidth(of: input.type.element)
    let type = TensorType(input.type.element, shape, quantization: input.type.quantization)
    let bytes = try [UInt8](unsafeUninitializedCapacity: max(16, type.byteCount)) { buffer, written in
      try input.bytes.withUnsafeBytes { source in
        if let base = source.baseAddress, type.byteCount > 0 {
          try fill(base, UnsafeMutableRawPointer(buffer.baseAddress!), width)
        } else if type.byteCount > 0 {
          try fill(UnsafeRawPointer(buffer.baseAddress!), UnsafeMutableRawPointer(buffer.baseAddress!), width)
        }
      }
      written = type.byteCount
    }
    return Tensor(type: type, bytes: bytes)
  }

  /// Copies `count` elements that lie `step` elements apart to consecutive places.
  @inline(__always)
  static func copyStrided(
    from source: UnsafeRawPointer, step: Int, to target: UnsafeMutableRawPointer, count: Int, width: Int
  ) {
    if step == 1 { return target.copyMemory(from: source, byteCount: count * width) }
    switch width {
    case 1: copy(UInt8.self, source, step, target, count)
    case 2: copy(UInt16.self, source, step, target, count)
    case 4: copy(UInt32.self, source, step, target, count)
    default: copy(UInt64.self, source, step, target, count)
    }
  }

  @inline(__always)
  private static func copy<Word: BitwiseCopyable>(
    _ word: Word.Type, _ source: UnsafeRawPointer, _ step: Int, _ target: UnsafeMutableRawPointer,
    _ count: Int
  ) {
    let from = source.assumingMemoryBound(to: Word.self)
    let to = target.assumingMemoryBound(to: Word.self)
    for index in 0..<count { to[index] = from[index * step] }
  }

  /// Copies the elements at `places` to consecutive places; a negative place copies `filler`.
  @inline(__always)
  static func copyGathered(
    from source: UnsafeRawPointer, places: UnsafePointer<Int>, filler: UnsafeRawPointer,
    to target: UnsafeMutableRawPointer, count: Int, width: Int
  ) {
    switch width {
    case 1: gather(UInt8.self, source, places, filler, target, count)
    case 2: gather(UInt16.self, source, places, filler, target, count)
    case 4: gather(UInt32.self, source, places, filler, target, count)
    default: gather(UInt64.self, source, places, filler, target, count)
    }
  }

  @inline(__always)
  private static func gather<Word: BitwiseCopyable>(
    _ word: Word.Type, _ source: UnsafeRawPointer, _ places: UnsafePointer<Int>, _ filler: UnsafeRawPointer,
    _ target: UnsafeMutableRawPointer, _ count: Int
  ) {
    let from = source.assumingMemoryBound(to: Word.self)
    let to = target.assumingMemoryBound(to: Word.self)
    let empty = filler.assumingMemoryBound(to: Word.self)[0]
    for index in 0..<count { to[index] = places[index] < 0 ? empty : from[places[index]] }
  }
}
