#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Tensor {
  /// A part of a tensor that lies row-major in mapped bytes. Only what the part covers is read.
  /// - Precondition: `mapped` holds at least the bytes of `type`, and the box lies within its shape.
  public init(_ box: Box, of type: TensorType, in mapped: MappedBytes) {
    precondition(mapped.count >= type.byteCount, "a tensor's bytes are all there")
    let part = TensorType(type.element, box.shape, quantization: type.quantization)
    var runs = StridedRuns(of: box, in: Box(shape: type.shape), element: type.element)
    guard runs.isByteAligned else {
      let whole = mapped.withBytes { Tensor(type: type, bytes: Array($0.prefix(type.byteCount))) }
      self = whole[box]
      return
    }
    let size = part.byteCount
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { target, count in
      mapped.withBytes { source in
        var position = 0
        while let run = runs.next() {
          memcpy(target.baseAddress! + position, source.baseAddress! + run.offset, run.bytes)
          position += run.bytes
        }
      }
      count = size
    }
    self.init(type: part, bytes: bytes)
  }
}
