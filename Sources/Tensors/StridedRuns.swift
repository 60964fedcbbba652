/// The contiguous runs of bytes that a box takes inside a dense, row-major box in memory, in row-major order.
///
/// Inner axes that the box covers entirely are joined to one run. No heap: a transfer engine may hold many.
/// Elements of 4 bits: a run covers every byte that holds one of its elements; see `isByteAligned`.
public struct StridedRuns: Sendable {
  /// Runs in all, and bytes in each (of the first, for 4-bit elements not on byte boundaries).
  public let runCount: Int
  public let runBytes: Int
  /// Whether every run begins and ends on a byte boundary (always, but for 4-bit elements). The end of the layout is
  /// one: nothing follows its last element.
  public let isByteAligned: Bool

  @usableFromInline let runBits: Int
  @usableFromInline let axes: Int
  @usableFromInline var strideBits: InlineArray<8, Int>
  @usableFromInline var lengths: InlineArray<8, Int32>
  @usableFromInline var counters: InlineArray<8, Int32>
  @usableFromInline var offsetBits: Int
  @usableFromInline var left: Int

  /// - Parameters:
  ///   - box: the part; empty boxes have no runs.
  ///   - layout: the dense box that lies in memory from offset 0; contains `box`.
  public init(of box: Box, in layout: Box, element: ElementType) {
    precondition(box.isEmpty || layout.contains(box), "a part lies within its whole")
    var strides = InlineArray<8, Int>(repeating: 0)
    var lengths = InlineArray<8, Int32>(repeating: 1)
    var run = element.bitWidth
    var stride = element.bitWidth
    var offset = 0
    var joins = true
    var runs = 1
    var kept = 0
    // From the innermost axis outwards; `strides[0]` is the innermost axis that is not part of a run.
    for inner in (0..<box.rank).reversed() {
      let extent = box.extent(inner)
      offset += (box.lower(inner) - layout.lower(inner)) * stride
      if joins {
        run *= extent
        joins = extent == layout.extent(inner)
      } else if extent != 1 {
        strides[kept] = stride
        lengths[kept] = Int32(extent)
        kept += 1
        runs *= extent
      }
      stride *= layout.extent(inner)
    }
    runBits = run
    runBytes = (offset + run + 7) / 8 - offset / 8
    runCount = box.isEmpty ? 0 : runs
    axes = kept
    strideBits = strides
    self.lengths = lengths
    counters = InlineArray(repeating: 0)
    offsetBits = offset
    left = runCount
    let aligned = offset % 8 == 0 && (run % 8 == 0 || runs == 1 && offset + run == stride)
    isByteAligned = aligned && (0..<kept).allSatisfy { strides[$0] % 8 == 0 }
  }

  /// The next run, or nil after the last.
  @inlinable
  public mutating func next() -> (offset: Int, bytes: Int)? {
    if left == 0 { return nil }
    left &-= 1
    let first = offsetBits >> 3
    let bytes = (offsetBits &+ runBits &+ 7) >> 3 &- first
    var axis = 0
    while axis < axes {
      counters[axis] &+= 1
      offsetBits &+= strideBits[axis]
      if counters[axis] < lengths[axis] { break }
      offsetBits &-= strideBits[axis] &* Int(lengths[axis])
      counters[axis] = 0
      axis &+= 1
    }
    return (first, bytes)
  }
}
