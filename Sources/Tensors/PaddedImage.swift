/// A copy of a convolution's input with the zeros around it, so that every position of every window exists, and the
/// tables that say where: window position k of output position p lies at `tapOffsets[k] + positionOffsets[p]`.
struct PaddedImage<Element: BitwiseCopyable & AdditiveArithmetic>: ~Copyable {
  let elements: UnsafeMutablePointer<Element>
  /// For each k = (c, u, v) of a group.
  let tapOffsets: [Int32]
  /// For each output position (y, x), and 16 more that go on from the last, as packing reads 16 at a time; empty when
  /// the convolution slides windows instead.
  let positionOffsets: [Int32]
  /// From one channel, and from one row, to the next.
  let channelStride: Int
  let rowStride: Int

  /// - Parameter copyRow: writes a stretch of an input row: (offset in the input, count, target).
  init(_ convolution: Convolution, copyRow: (Int, Int, UnsafeMutablePointer<Element>) -> Void) {
    let size = convolution.paddedSize
    rowStride = size[1]
    channelStride = size[0] * size[1]
    // Packing reads whole groups of 16, and the offsets beyond the last position reach 16 further.
    let count = convolution.inputShape[0] * channelStride + 32
    precondition(count <= Int(Int32.max), "a convolution's input is addressed with 32 bits")
    elements = .allocate(capacity: count)
    elements.initialize(repeating: .zero, count: count)
    tapOffsets = convolution.tapOffsets(channelStride: channelStride, rowStride: rowStride)
    positionOffsets = convolution.isWindow ? [] : convolution.positionOffsets(rowStride: rowStride)
    convolution.forEachInputRow { channel, row, columns in
      let place = channel * channelStride + (row + convolution.beginPads[0]) * rowStride
      let from = channel * convolution.inputStrides[0] + row * convolution.inputStrides[1]
      copyRow(
        from + columns.lowerBound, columns.count,
        elements + (place + columns.lowerBound + convolution.beginPads[1]))
    }
  }

  /// The first element that an output channel's group sees.
  func group(of outputChannel: Int, in convolution: Convolution) -> UnsafePointer<Element> {
    let group = outputChannel / (convolution.outputShape[0] / convolution.groups)
    return UnsafePointer(elements) + group * (convolution.inputShape[0] / convolution.groups) * channelStride
  }

  deinit { elements.deallocate() }
}

extension Convolution {
  /// Rows and columns that all windows together reach over.
  fileprivate var paddedSize: [Int] {
    (0..<2).map { (outputShape[$0 + 1] - 1) * strides[$0] + (kernel[$0] - 1) * dilations[$0] + 1 }
  }

  fileprivate func tapOffsets(channelStride: Int, rowStride: Int) -> [Int32] {
    var offsets: [Int32] = []
    offsets.reserveCapacity(depth)
    for channel in 0..<inputShape[0] / groups {
      for u in 0..<kernel[0] {
        let row = channel * channelStride + u * dilations[0] * rowStride
        for v in 0..<kernel[1] { offsets.append(Int32(row + v * dilations[1])) }
      }
    }
    return offsets
  }

  fileprivate func positionOffsets(rowStride: Int) -> [Int32] {
    var offsets: [Int32] = []
    offsets.reserveCapacity(positions + 16)
    for y in 0..<outputShape[1] {
      let row = y * strides[0] * rowStride
      for x in 0..<outputShape[2] { offsets.append(Int32(row + x * strides[1])) }
    }
    let last = offsets.last ?? 0
    for surplus in 1...16 { offsets.append(last + Int32(surplus)) }
    return offsets
  }

  /// The part of each input row that lies in some window's reach.
  fileprivate func forEachInputRow(_ body: (_ channel: Int, _ row: Int, _ columns: Range<Int>) -> Void) {
    let size = paddedSize
    let ranges = (0..<2).map { axis in
      let low = max(0, -beginPads[axis])
      return low..<max(low, min(inputShape[axis + 1], size[axis] - beginPads[axis]))
    }
    if ranges[1].isEmpty { return }
    for channel in 0..<inputShape[0] {
      for row in ranges[0] { body(channel, row, ranges[1]) }
    }
  }
}
