extension Convolution {
  /// A 1×1 convolution whose input already is the right-hand matrix.
  var isPlainProduct: Bool {
    groups == 1 && kernel == [1, 1] && strides == [1, 1] && beginPads == [0, 0]
      && inputShape[1] == outputShape[1] && inputShape[2] == outputShape[2]
      && (inputStrides[1] == inputShape[2] || inputShape[1] == 1)
  }

  /// Too few output channels share an input for a matrix product (depthwise): the window slides over each.
  var isWindow: Bool { channelsPerGroup < 4 }

  /// Output channels of a group.
  var channelsPerGroup: Int { outputShape[0] / groups }

  /// Hands out the output as a matrix of channels by positions: itself where its rows follow each other, else a copy.
  func withDenseOutput<Sum: BitwiseCopyable>(
    _ output: UnsafeMutablePointer<Sum>, _ body: (_ target: UnsafeMutablePointer<Sum>, _ stride: Int) -> Void
  ) {
    let width = outputShape[2]
    if outputStrides[1] == width || outputShape[1] == 1 { return body(output, outputStrides[0]) }
    let copy = UnsafeMutablePointer<Sum>.allocate(capacity: outputShape[0] * positions)
    defer { copy.deallocate() }
    forEachOutputRow { row, dense in (copy + dense).update(from: output + row, count: width) }
    body(copy, positions)
    forEachOutputRow { row, dense in (output + row).update(from: copy + dense, count: width) }
  }

  /// Where each output row begins in the output, and in a dense one.
  private func forEachOutputRow(_ body: (_ row: Int, _ dense: Int) -> Void) {
    for channel in 0..<outputShape[0] {
      for row in 0..<outputShape[1] {
        body(
          channel * outputStrides[0] + row * outputStrides[1], channel * positions + row * outputShape[2])
      }
    }
  }
}
