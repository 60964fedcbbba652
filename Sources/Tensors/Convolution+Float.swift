import TensorKernels

extension Convolution {
  func accumulate(
    input: UnsafePointer<Float>, weights: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>,
    kernel: ProductKernel
  ) {
    if outputShape.contains(0) || depth == 0 { return }
    if isPlainProduct {
      withDenseOutput(output) { target, stride in
        MatrixProduct.accumulate(
          m: outputShape[0], n: positions, k: depth, a: weights, lda: depth, aStep: 1, b: input,
          ldb: inputStrides[0], bStep: 1, c: target, ldc: stride, kernel: kernel)
      }
      return
    }
    let image = PaddedImage<Float>(self) { from, count, target in
      target.update(from: input + from, count: count)
    }
    if isWindow {
      slide(over: image, weights, output)
    } else {
      withDenseOutput(output) { target, stride in
        for first in groupStarts {
          let base = image.group(of: first, in: self)
          BlockedProduct<FloatTile>.accumulate(
            m: channelsPerGroup, n: positions, k: depth,
            a: FloatLines(base: weights + first * depth, lineStep: depth, depthStep: 1),
            packB: { Convolution.pack(base, image.tapOffsets, image.positionOffsets, $0, $1, $2) },
            c: target + first * stride, ldc: stride, kernel: kernel)
        }
      }
    }
  }

  private func slide(
    over image: borrowing PaddedImage<Float>, _ weights: UnsafePointer<Float>,
    _ output: UnsafeMutablePointer<Float>
  ) {
    for channel in 0..<outputShape[0] {
      let source = image.group(of: channel, in: self)
      for row in 0..<outputShape[1] {
        kernel_window_f32(
          outputShape[2], strides[1], depth, weights + channel * depth, image.tapOffsets,
          source + row * strides[0] * image.rowStride,
          output + (channel * outputStrides[0] + row * outputStrides[1]))
      }
    }
  }

  /// A block of the im2col matrix, as `BlockedProduct.Pack` wants it.
  private static func pack(
    _ elements: UnsafePointer<Float>, _ taps: [Int32], _ positions: [Int32], _ depth: Range<Int>,
    _ columns: Range<Int>, _ target: UnsafeMutablePointer<Float>
  ) {
    taps.withUnsafeBufferPointer { taps in
      positions.withUnsafeBufferPointer { positions in
        var to = target
        for column in stride(from: columns.lowerBound, to: columns.upperBound, by: 16) {
          kernel_gather_f32(
            depth.count, elements, taps.baseAddress! + depth.lowerBound, positions.baseAddress! + column, to)
          to += 16 * depth.count
        }
      }
    }
  }
}
