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
    let image = PaddedImage<Float>(self)
    let load = { group in
      image.load(group: group) { part, from, target in
        kernel_place_f32(
          part.rows, part.columns, part.sourceStep, input + from, part.sourceRowStep, target,
          part.targetRowStep)
      }
    }
    if isWindow {
      for group in 0..<groups {
        load(group)
        slide(over: image, group, weights, output)
      }
    } else {
      withDenseOutput(output) { target, stride in
        for group in 0..<groups {
          load(group)
          let first = group * channelsPerGroup
          BlockedProduct<FloatTile>.accumulate(
            m: channelsPerGroup, n: positions, k: depth,
            a: FloatLines(base: weights + first * depth, lineStep: depth, depthStep: 1),
            packB: { Convolution.pack(image, $0, $1, $2) }, c: target + first * stride, ldc: stride,
            kernel: kernel)
        }
      }
    }
  }

  private func slide(
    over image: borrowing PaddedImage<Float>, _ group: Int, _ weights: UnsafePointer<Float>,
    _ output: UnsafeMutablePointer<Float>
  ) {
    for channel in group * channelsPerGroup..<(group + 1) * channelsPerGroup {
      kernel_window_f32(
        outputShape[1], outputShape[2], depth, weights + channel * depth, image.tapOffsets, image.elements,
        image.rowStride, output + channel * outputStrides[0], outputStrides[1])
    }
  }

  /// A block of the im2col matrix, as `BlockedProduct.Pack` wants it.
  private static func pack(
    _ image: borrowing PaddedImage<Float>, _ depth: Range<Int>, _ columns: Range<Int>,
    _ target: UnsafeMutablePointer<Float>
  ) {
    let elements = image.elements
    image.tapOffsets.withUnsafeBufferPointer { taps in
      image.positionOffsets.withUnsafeBufferPointer { positions in
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
