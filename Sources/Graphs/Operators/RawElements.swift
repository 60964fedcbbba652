import Tensors

/// Copying elements of any type by their width in bytes.
enum RawElements {
  /// Makes a tensor of an input's element type from the input's bytes. Packed 4-bit elements, which have no address of
  /// their own, are moved in bytes of their own and packed again.
  /// - Parameter fill: (source, target, bytes of one element)
  static func moving(
    _ input: Tensor, to shape: [Int],
    _ fill: (UnsafeRawPointer, UnsafeMutableRawPointer, Int) throws -> Void
  ) throws -> Tensor {
    if input.type.element.bitWidth < 8 {
      return try inWholeBytes([input]) { try moving($0[0], to: shape, fill) }
    }
    let width = input.type.element.bitWidth / 8
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

  /// Unpacks those of the operands that hold 4-bit elements, and packs the result again if there are any.
  static func inWholeBytes(_ inputs: [Tensor], _ body: ([Tensor]) throws -> Tensor) rethrows -> Tensor {
    guard let packed = inputs.first(where: { $0.type.element.bitWidth < 8 })?.type.element else {
      return try body(inputs)
    }
    let result = try body(
      inputs.map { input in
        input.type.element.bitWidth < 8
          ? Tensor(TensorType(.int8, input.shape), integers: input.integers) : input
      })
    return Tensor(TensorType(packed, result.shape), integers: result.integers)
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
