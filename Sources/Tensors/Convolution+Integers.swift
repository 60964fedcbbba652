import TensorKernels

extension Convolution {
  func accumulate<A: ProductInteger, B: ProductInteger>(
    input: UnsafePointer<A>, inputZeroPoint: Int32, weights: UnsafePointer<B>, weightZeroPoint: Int32,
    output: UnsafeMutablePointer<Int32>, kernel: ProductKernel
  ) {
    if outputShape.contains(0) || depth == 0 { return }
    guard A.fits16Bits(zeroPoint: inputZeroPoint) && B.fits16Bits(zeroPoint: weightZeroPoint) else {
      let wide = widened(weights, weightZeroPoint, by: B.widen(_:count:zeroPoint:into:) as Widening<B, Int32>)
      return accumulate32(input, inputZeroPoint, wide, output)
    }
    let image = PaddedImage<Int16>(self)
    let load = { group in
      image.load(group: group) { part, from, target in
        part.widen(input + from, into: target) {
          A.widen($0, count: $1, zeroPoint: inputZeroPoint, into: $2)
        }
      }
    }
    if isWindow {
      let wide = widened(weights, weightZeroPoint, by: B.widen(_:count:zeroPoint:into:) as Widening<B, Int16>)
      for group in 0..<groups {
        load(group)
        slide(over: image, group, wide, output)
      }
      return
    }
    // An odd last k is paired with a tap that exists; its weight is zero.
    let taps = image.tapOffsets + [image.tapOffsets[depth - 1]]
    withDenseOutput(output) { target, stride in
      for group in 0..<groups {
        load(group)
        let first = group * channelsPerGroup
        BlockedProduct<IntegerTile>.accumulate(
          m: channelsPerGroup, n: positions, k: depth,
          a: IntegerLines(
            base: weights + first * depth, lineStep: depth, depthStep: 1, zeroPoint: weightZeroPoint),
          packB: { Convolution.packPairs(image, taps, $0, $1, $2) }, c: target + first * stride,
          ldc: stride, kernel: kernel)
      }
    }
  }

  private typealias Widening<Narrow, Wide> = (
    UnsafePointer<Narrow>, _ count: Int, _ zeroPoint: Int32, UnsafeMutablePointer<Wide>
  ) -> Void

  private func widened<Narrow, Wide>(
    _ weights: UnsafePointer<Narrow>, _ zeroPoint: Int32, by widen: Widening<Narrow, Wide>
  ) -> [Wide] {
    [Wide](unsafeUninitializedCapacity: outputShape[0] * depth) { target, count in
      count = outputShape[0] * depth
      widen(weights, count, zeroPoint, target.baseAddress!)
    }
  }

  private func slide(
    over image: borrowing PaddedImage<Int16>, _ group: Int, _ weights: [Int16],
    _ output: UnsafeMutablePointer<Int32>
  ) {
    weights.withUnsafeBufferPointer { weights in
      for channel in group * channelsPerGroup..<(group + 1) * channelsPerGroup {
        kernel_window_i16(
          outputShape[1], outputShape[2], depth, weights.baseAddress! + channel * depth, image.tapOffsets,
          image.elements, image.rowStride, output + channel * outputStrides[0], outputStrides[1])
      }
    }
  }

  /// A block of the im2col matrix in pairs of k.
  private static func packPairs(
    _ image: borrowing PaddedImage<Int16>, _ taps: [Int32], _ depth: Range<Int>, _ columns: Range<Int>,
    _ target: UnsafeMutablePointer<Int16>
  ) {
    let pairs = (depth.count + 1) / 2
    let elements = image.elements
    taps.withUnsafeBufferPointer { taps in
      image.positionOffsets.withUnsafeBufferPointer { positions in
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
  private func accumulate32<A: ProductInteger>(
    _ input: UnsafePointer<A>, _ inputZeroPoint: Int32, _ weights: [Int32],
    _ output: UnsafeMutablePointer<Int32>
  ) {
    let image = PaddedImage<Int32>(self)
    for channel in 0..<outputShape[0] {
      if channel % channelsPerGroup == 0 {
        image.load(group: channel / channelsPerGroup) { part, from, target in
          part.widen(input + from, into: target) {
            A.widen($0, count: $1, zeroPoint: inputZeroPoint, into: $2)
          }
        }
      }
      for row in 0..<outputShape[1] {
        let target = output + (channel * outputStrides[0] + row * outputStrides[1])
        for column in 0..<outputShape[2] {
          let position = image.elements + (row * image.rowStride + column)
          for k in 0..<depth {
            target[column] &+= weights[channel * depth + k] &* position[Int(image.tapOffsets[k])]
          }
        }
      }
    }
  }
}

extension ImagePart {
  /// Copies the part, widening stretches of consecutive elements.
  @inline(__always)
  func widen<Narrow: BitwiseCopyable, Wide: BitwiseCopyable>(
    _ source: UnsafePointer<Narrow>, into target: UnsafeMutablePointer<Wide>,
    by widen: (UnsafePointer<Narrow>, _ count: Int, UnsafeMutablePointer<Wide>) -> Void
  ) {
    if sourceStep == 1 {
      for row in 0..<rows { widen(source + row * sourceRowStep, columns, target + row * targetRowStep) }
      return
    }
    let reach = (columns - 1) * sourceStep + 1
    withUnsafeTemporaryAllocation(of: Wide.self, capacity: reach) { line in
      let line = line.baseAddress!
      for row in 0..<rows {
        widen(source + row * sourceRowStep, reach, line)
        let to = target + row * targetRowStep
        if sourceStep == 2 {
          for column in 0..<columns { to[column] = line[2 * column] }
        } else {
          for column in 0..<columns { to[column] = line[column * sourceStep] }
        }
      }
    }
  }
}
