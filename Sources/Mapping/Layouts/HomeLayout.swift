import Tensors

/// How a tensor lies in its home: cut into blocks of equal extents, each dense and row-major by itself, one behind the
/// other in row-major order. One block of the whole shape is the plain row-major layout.
///
/// Such layouts are usual for what is computed tile by tile: NCHWc, for example, in blocks of c channels (Liu et al.,
/// “Optimizing CNN Model Inference on CPUs”, USENIX ATC 2019).
public struct HomeLayout: Sendable, Hashable {
  public let type: TensorType
  /// Extents of a block; the last one along an axis may hold less.
  public let blockShape: [Int]
  /// From the beginning of a block to that of the next.
  public let blockBytes: Int

  /// Row-major.
  public init(_ type: TensorType) {
    self.type = type
    blockShape = type.shape
    blockBytes = type.byteCount
  }

  /// In blocks, each of which begins at a multiple of `alignment` bytes from the first.
  public init(_ type: TensorType, blockShape: [Int], alignment: Int) {
    precondition(blockShape.count == type.shape.count, "a block has the rank of its tensor")
    self.type = type
    self.blockShape = blockShape
    let bytes = type.element.byteCount(of: blockShape.reduce(1, *))
    blockBytes = ceilDivide(bytes, alignment) * alignment
  }

  public var isRowMajor: Bool { blockShape == type.shape }

  public var blockCount: Int {
    zip(type.shape, blockShape).reduce(1) { $0 * ceilDivide($1.0, $1.1) }
  }

  public var byteCount: Int { blockCount * blockBytes }

  /// A block and where it begins, from the beginning of the home.
  public struct Block: Sendable, Hashable {
    public var box: Box
    public var offset: Int
  }

  /// The blocks that hold some of a box, in their order in memory.
  public func blocks(touching box: Box) -> [Block] {
    if isRowMajor { return [Block(box: Box(shape: type.shape), offset: 0)] }
    var blocks = [(box: Box(shape: type.shape), index: 0)]
    for axis in 0..<box.rank {
      let (length, extent) = (blockShape[axis], type.shape[axis])
      let numbers = box.lower(axis) / length...(box.upper(axis) - 1) / length
      blocks = blocks.flatMap { block in
        numbers.map {
          (
            block.box.replacing(axis, with: range(ofBlock: $0, axis)),
            block.index * ceilDivide(extent, length) + $0
          )
        }
      }
    }
    return blocks.map { Block(box: $0.box, offset: $0.index * blockBytes) }
  }

  private func range(ofBlock number: Int, _ axis: Int) -> Range<Int> {
    number * blockShape[axis]..<min((number + 1) * blockShape[axis], type.shape[axis])
  }

  /// The blocks that hold some of a box; of those between the first and the last along an axis, which hold parts of it that
  /// lie alike, one and how many there are.
  func representatives(ofBlocksTouching box: Box) -> [(block: Box, count: Int)] {
    var kinds = [(block: Box(shape: type.shape), count: 1)]
    for axis in 0..<box.rank where blockShape[axis] < type.shape[axis] {
      let (first, last) = (box.lower(axis) / blockShape[axis], (box.upper(axis) - 1) / blockShape[axis])
      var numbers = [(first, 1)]
      if last > first + 1 { numbers.append((first + 1, last - first - 1)) }
      if last > first { numbers.append((last, 1)) }
      kinds = kinds.flatMap { kind in
        numbers.map { number, count in
          (kind.block.replacing(axis, with: range(ofBlock: number, axis)), kind.count * count)
        }
      }
    }
    return kinds
  }

  /// How many blocks hold some of a box.
  public func blockCount(touching box: Box) -> Int {
    if isRowMajor { return 1 }
    return blockShape.enumerated().reduce(1) { count, axis in
      count * ((box.upper(axis.offset) - 1) / axis.element - box.lower(axis.offset) / axis.element + 1)
    }
  }
}
