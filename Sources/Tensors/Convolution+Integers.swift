import TensorKernels

extension Convolution {
  func accumulate<A: ProductInteger, B: ProductInteger>(
    input: UnsafePointer<A>, inputZeroPoint: Int32, weights: UnsafePointer<B>, weightZeroPoint: Int32,
    output: UnsafeMutablePointer<Int32>, kernel: ProductKernel
  ) {
    if outputShape.contains(0) || depth == 0 { return }
    let weightCount = outputShape[0] * depth
    guard A.fits16Bits(zeroPoint: inputZeroPoint) && B.fits16Bits(zeroPoint: weightZeroPoint) else {
      let image = PaddedImage<Int32>(self) {
        A.widen(input + $0, count: $1, zeroPoint: inputZeroPoint, into: $2)
      }
      let wide = [Int32](unsafeUninitializedCapacity: weightCount) { target, count in
        B.widen(weights, count: weightCount, zeroPoint: weightZeroPoint, into: target.baseAddress!)
        count = weightCount
      }
      return accumulate32(image, wide, output)
    }
    let image = PaddedImage<Int16>(self) {
      A.widen(input + $0, count: $1, zeroPoint: inputZeroPoint, into: $2)
    }
    if isWindow {
      let wide = [Int16](unsafeUninitializedCapacity: weightCount) { target, count in
        B.widen(weights, count: weightCount, zeroPoint: weightZeroPoint, into: target.baseAddress!)
        count = weightCount
      }
      return slide(over: image, wide, output)
    }
    // An odd last k is paired with a tap that exists; its weight is zero.
    let taps = image.tapOffsets + [image.tapOffsets[depth - 1]]
    withDenseOutput(output) { target, stride in
      for first in groupStarts {
        let base = image.group(of: first, in: self)
        BlockedProduct<IntegerTile>.accumulate(
          m: channelsPerGroup, n: positions, k: depth,
          a: IntegerLines(
            base: weights + first * depth, lineStep: depth, depthStep: 1, zeroPoint: weightZeroPoint),
          packB: { Convolution.packPairs(base, taps, image.positionOffsets, $0, $1, $2) },
          c: target + first * stride, ldc: stride, kernel: kernel)
      }
    }
  }

  private func slide(
    over image: borrowing PaddedImage<Int16>, _ weights: UnsafePointer<Int16>,
    _ output: UnsafeMutablePointer<Int32>
  ) {
    for channel in 0..<outputShape[0] {
      let source = image.group(of: channel, in: self)
      for row in 0..<outputShape[1] {
        kernel_window_i16(
          outputShape[2], strides[1], depth, weights + channel * depth, image.tapOffsets,
          source + row * strides[0] * image.rowStride,
          output + (channel * outputStrides[0] + row * outputStrides[1]))
      }
    }
  }

  /// A block of the im2col matrix in pairs of k.
  private static func packPairs(
    _ elements: UnsafePointer<Int16>, _ taps: [Int32], _ positions: [Int32], _ depth: Range<Int>,
    _ columns: Range<Int>, _ target: UnsafeMutablePointer<Int16>
  ) {
    let pairs = (depth.count + 1) / 2
    taps.withUnsafeBufferPointer { taps in
      positions.withUnsafeBufferPointer { positions in
        var to = target
        for column in stride(from: columns.lowerBound, to: columns.upperBound, by: 16) {
          kernel_gather_i16(
            pairs, elements, taps.baseAddress! + depth.lowerBound, positions.baseAddress! + column, to)
          to += 32 * pairs
        }
      }
    }
  }

  /// Any operands, one after the other.
  private func accumulate32(
    _ image: borrowing PaddedImage<Int32>, _ weights: [Int32], _ output: UnsafeMutablePointer<Int32>
  ) {
    for channel in 0..<outputShape[0] {
      let source = image.group(of: channel, in: self)
      for row in 0..<outputShape[1] {
        let target = output + (channel * outputStrides[0] + row * outputStrides[1])
        for column in 0..<outputShape[2] {
          let position = source + (row * strides[0] * image.rowStride + column * strides[1])
          for k in 0..<depth {
            target[column] &+= weights[channel * depth + k] &* position[Int(image.tapOffsets[k])]
          }
        }
      }
    }
  }
}
