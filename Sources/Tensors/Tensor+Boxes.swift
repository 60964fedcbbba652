#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Tensor {
  /// A dense copy of a part. The box lies within the tensor's shape.
  public subscript(box: Box) -> Tensor {
    let part = TensorType(type.element, box.shape, quantization: type.quantization)
    var runs = StridedRuns(of: box, in: Box(shape: shape), element: type.element)
    guard runs.isByteAligned else { return nibblePart(box, part) }
    let size = part.byteCount
    let copied = [UInt8](unsafeUninitializedCapacity: size) { target, count in
      bytes.withUnsafeBytes { source in
        var position = 0
        while let run = runs.next() {
          memcpy(target.baseAddress! + position, source.baseAddress! + run.offset, run.bytes)
          position += run.bytes
        }
      }
      count = size
    }
    return Tensor(type: part, bytes: copied)
  }

  /// Overwrites a part. `part` has the box's shape and this tensor's element type.
  public mutating func write(_ part: Tensor, at box: Box) {
    precondition(part.shape == box.shape && part.type.element == type.element, "a part fits its box")
    var runs = StridedRuns(of: box, in: Box(shape: shape), element: type.element)
    guard runs.isByteAligned else { return writeNibbles(part, at: box) }
    part.bytes.withUnsafeBytes { source in
      bytes.withUnsafeMutableBytes { target in
        var position = 0
        while let run = runs.next() {
          memcpy(target.baseAddress! + run.offset, source.baseAddress! + position, run.bytes)
          position += run.bytes
        }
      }
    }
  }

  // 4-bit elements that do not begin on byte boundaries travel as one byte each.

  private func nibblePart(_ box: Box, _ part: TensorType) -> Tensor {
    let wide = Tensor(TensorType(.int8, shape), storing: storedNibbles)
    return Tensor(type: part, bytes: PackedNibbles.pack(wide[box].integers))
  }

  private mutating func writeNibbles(_ part: Tensor, at box: Box) {
    var wide = Tensor(TensorType(.int8, shape), storing: storedNibbles)
    wide.write(Tensor(TensorType(.int8, part.shape), storing: part.storedNibbles), at: box)
    bytes = PackedNibbles.pack(wide.integers)
  }
}
