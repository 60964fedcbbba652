import Tensors

/// Packing and unpacking, bit by bit as it lies in memory.
extension WeightPacking {
  /// - Returns: nil when the weights have more numbers other than zero than the sparsity keeps.
  public func packed(_ weights: Tensor) -> Tensor? {
    precondition(weights.shape == dense.shape, "the weights that the packing is of")
    let places = WeightPlaces(self, shape: dense.shape)
    let width = dense.element.bitWidth / 8
    var result = Tensor(zeros: type).bytes
    let rowBytes = type.shape[1]
    let count = units * placesPerUnit
    let blockWeights = unitsPerBlock * placesPerUnit
    for column in 0..<columns {
      var writer = BitWriter(byte: column * rowBytes)
      for first in stride(from: 0, to: count, by: blockWeights) {
        let block = first..<min(count, first + blockWeights)
        guard let sparsity else {
          for position in block {
            let raw = weights.bytes.raw(at: places.index(column, position) * width, width)
            writer.write(raw, bits: valueBits, to: &result)
          }
          writer.align()
          continue
        }
        var kept: [(raw: UInt32, place: Int)] = []
        for group in stride(from: block.lowerBound, to: block.upperBound, by: sparsity.of) {
          let members = group..<min(block.upperBound, group + sparsity.of)
          let slots = kept.count + sparsity.stored(of: members.count)
          for position in members {
            let raw = weights.bytes.raw(at: places.index(column, position) * width, width)
            guard !isZero(raw) else { continue }
            guard kept.count < slots else { return nil }
            kept.append((raw, position - group))
          }
          while kept.count < slots { kept.append((0, 0)) }
        }
        for entry in kept { writer.write(entry.raw, bits: valueBits, to: &result) }
        for entry in kept { writer.write(UInt32(entry.place), bits: sparsity.indexBits, to: &result) }
        writer.align()
      }
    }
    return Tensor(type: type, bytes: result)
  }

  /// The weights again.
  /// - Parameters:
  ///   - packed: some rows, and of them the bytes of `blocks`.
  ///   - blocks: of the reduction.
  public func unpacked(_ packed: Tensor, blocks: Range<Int>) -> Tensor {
    var shape = dense.shape
    shape[columnAxis] = packed.shape[0]
    shape[unitAxis] = units(ofBlocks: blocks).count
    let places = WeightPlaces(self, shape: shape)
    let part = TensorType(dense.element, shape, quantization: dense.quantization)
    let width = dense.element.bitWidth / 8
    var bytes = [UInt8](repeating: 0, count: part.byteCount)
    bytes.withUnsafeMutableBytes { target in
      forEachStored(packed, blocks: blocks) { column, slot in
        // Slots that a group leaves empty say nothing of the place that they name.
        guard slot.raw != 0 else { return }
        let start = places.index(column, slot.position) * width
        let raw = extended(slot.raw)
        for byte in 0..<width { target[start + byte] = UInt8(truncatingIfNeeded: raw >> UInt32(8 * byte)) }
      }
    }
    return Tensor(type: part, bytes: bytes)
  }

  /// A stored value: its bits, the weight that it is, counted along the reduction from the first block's first, and that
  /// weight's place in its group.
  public struct Stored {
    public var raw: UInt32
    public var position: Int
    public var place: Int
  }

  /// Column by column, in the order in which an array takes them.
  @inline(__always)
  public func forEachStored(_ packed: Tensor, blocks: Range<Int>, _ body: (_ column: Int, Stored) -> Void) {
    let count = units(ofBlocks: blocks).count * placesPerUnit
    let blockWeights = unitsPerBlock * placesPerUnit
    let rowBytes = packed.shape[1]
    packed.bytes.withUnsafeBytes { source in
      for column in 0..<packed.shape[0] {
        var bit = column * rowBytes * 8
        for first in stride(from: 0, to: count, by: blockWeights) {
          let length = min(count - first, blockWeights)
          let values = stored(of: length)
          for index in 0..<values {
            let raw = source.bits(from: bit + index * valueBits, count: valueBits)
            guard let sparsity else {
              body(column, Stored(raw: raw, position: first + index, place: 0))
              continue
            }
            let place = source.bits(
              from: bit + values * valueBits + index * sparsity.indexBits, count: sparsity.indexBits)
            let group = first + index / sparsity.kept * sparsity.of
            let position = min(group + Int(place), first + length - 1)
            body(column, Stored(raw: raw, position: position, place: position - group))
          }
          bit += (values * storedBits + 7) / 8 * 8
        }
      }
    }
  }

  /// Its bits as an element has them: signed codes get their sign back.
  public func extended(_ raw: UInt32) -> UInt32 {
    guard !dense.element.isFloatingPoint, dense.element.isSigned, valueBits < 32 else { return raw }
    let unused = UInt32(32 - valueBits)
    return UInt32(bitPattern: Int32(bitPattern: raw << unused) >> Int32(unused))
  }

  private func isZero(_ raw: UInt32) -> Bool {
    raw == 0 || dense.element.isFloatingPoint && raw == 1 << UInt32(dense.element.bitWidth - 1)
  }
}

/// Where the weights of a column lie in a dense tensor, by their position along the reduction.
struct WeightPlaces {
  private let columnStride: Int
  private let unitStride: Int
  private let offsets: [Int]

  init(_ packing: WeightPacking, shape: [Int]) {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
    columnStride = strides[packing.columnAxis]
    unitStride = strides[packing.unitAxis]
    offsets = shape.indices.filter { $0 != packing.columnAxis && $0 != packing.unitAxis }
      .reduce([0]) { offsets, axis in
        offsets.flatMap { offset in (0..<shape[axis]).map { offset + $0 * strides[axis] } }
      }
  }

  func index(_ column: Int, _ position: Int) -> Int {
    let (unit, place) = position.quotientAndRemainder(dividingBy: offsets.count)
    return column * columnStride + unit * unitStride + offsets[place]
  }
}

/// Writes fields of bits one after the other, the least significant bit first.
private struct BitWriter {
  private var bit: Int

  init(byte: Int) { bit = byte * 8 }

  mutating func write(_ value: UInt32, bits: Int, to bytes: inout [UInt8]) {
    var left = bits
    var value = value
    while left > 0 {
      let used = bit & 7
      let count = min(8 - used, left)
      bytes[bit >> 3] |= UInt8(truncatingIfNeeded: (value & (1 << UInt32(count) - 1)) << UInt32(used))
      value >>= UInt32(count)
      bit += count
      left -= count
    }
  }

  mutating func align() { bit = (bit + 7) & ~7 }
}

extension UnsafeRawBufferPointer {
  /// A field of at most 32 bits.
  @inline(__always)
  fileprivate func bits(from first: Int, count: Int) -> UInt32 {
    var value: UInt64 = 0
    let last = (first + count - 1) >> 3
    for byte in stride(from: last, through: first >> 3, by: -1) { value = value << 8 | UInt64(self[byte]) }
    return UInt32(truncatingIfNeeded: (value >> UInt64(first & 7)) & (1 << UInt64(count) - 1))
  }
}

extension [UInt8] {
  fileprivate func raw(at start: Int, _ width: Int) -> UInt32 {
    var value: UInt32 = 0
    for byte in (0..<width).reversed() { value = value << 8 | UInt32(self[start + byte]) }
    return value
  }
}
