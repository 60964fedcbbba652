/// A copy of the input channels of one group with the zeros around them, so that every position of every window exists,
/// and the tables that say where: window position k of output position p lies at `tapOffsets[k] + positionOffsets[p]`.
struct PaddedImage<Element: BitwiseCopyable & AdditiveArithmetic>: ~Copyable {
  let elements: UnsafeMutablePointer<Element>
  /// For each k = (c, u, v) of a group.
  let tapOffsets: [Int32]
  /// For each output position (y, x), and 16 more that go on from the last, as packing reads 16 at a time; empty when
  /// the convolution slides windows instead.
  let positionOffsets: [Int32]
  /// From one output row to the next.
  let rowStride: Int
  private let channels: Int
  private let channelStride: Int
  private let inputChannelStride: Int
  private let parts: [ImagePart]

  init(_ convolution: Convolution) {
    let rows = PaddedAxis(convolution, axis: 0)
    let columns = PaddedAxis(convolution, axis: 1)
    channels = convolution.inputShape[0] / convolution.groups
    rowStride = columns.length
    channelStride = rows.length * columns.length
    inputChannelStride = convolution.inputStrides[0]
    // Packing and sliding read whole groups of columns.
    let count = channels * channelStride + 80
    precondition(count <= Int(Int32.max), "a convolution's input is addressed with 32 bits")
    elements = .allocate(capacity: count)
    elements.initialize(repeating: .zero, count: count)
    tapOffsets = PaddedImage.tapOffsets(convolution, rows, columns)
    positionOffsets = convolution.isWindow ? [] : convolution.positionOffsets(rowStride: columns.length)
    parts = rows.stretches.flatMap { row in
      columns.stretches.map { ImagePart(convolution, row, $0, width: columns.length) }
    }
  }

  private static func tapOffsets(
    _ convolution: Convolution, _ rows: PaddedAxis, _ columns: PaddedAxis
  ) -> [Int32] {
    let taps = (0..<convolution.kernel[0]).flatMap { u in
      (0..<convolution.kernel[1]).map { rows.place(ofTap: u) * columns.length + columns.place(ofTap: $0) }
    }
    let channels = 0..<convolution.inputShape[0] / convolution.groups
    return channels.flatMap { channel in taps.map { Int32(channel * rows.length * columns.length + $0) } }
  }

  /// Has the input channels of a group copied to their places.
  /// - Parameter copy: copies one part of a channel: (the part, first element of the channel in the input, target).
  func load(group: Int, copy: (ImagePart, Int, UnsafeMutablePointer<Element>) -> Void) {
    for channel in 0..<channels {
      let source = (group * channels + channel) * inputChannelStride
      let plane = elements + channel * channelStride
      for part in parts { copy(part, source + part.offset, plane + part.place) }
    }
  }

  deinit { elements.deallocate() }
}

/// A rectangle of one input channel, every `strides`-th element of every `strides`-th row, and where it belongs.
struct ImagePart {
  /// Of its first element, in the input channel.
  let offset: Int
  /// Of its first element, in the padded one.
  let place: Int
  let rows: Int
  let columns: Int
  let sourceRowStep: Int
  let sourceStep: Int
  let targetRowStep: Int

  init(
    _ convolution: Convolution, _ row: PaddedAxis.Stretch, _ column: PaddedAxis.Stretch, width: Int
  ) {
    offset = row.first * convolution.inputStrides[1] + column.first
    place = row.place * width + column.place
    rows = row.count
    columns = column.count
    sourceRowStep = convolution.strides[0] * convolution.inputStrides[1]
    sourceStep = convolution.strides[1]
    targetRowStep = width
  }
}

extension Convolution {
  fileprivate func positionOffsets(rowStride: Int) -> [Int32] {
    var offsets: [Int32] = []
    offsets.reserveCapacity(positions + 16)
    for y in 0..<outputShape[1] {
      for x in 0..<outputShape[2] { offsets.append(Int32(y * rowStride + x)) }
    }
    let last = offsets.last ?? 0
    for surplus in 1...16 { offsets.append(last + Int32(surplus)) }
    return offsets
  }
}
