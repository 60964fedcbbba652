import Tensors

/// The convolution kernel of one to three spatial axes for one batch item: two-dimensional convolutions, one for each
/// pair of output plane and kernel plane where there is a depth axis.
struct VolumeConvolution {
  private let window: VolumeWindow
  private let output: Box
  private let source: VolumeRange
  private let target: VolumeRange

  /// - Parameters:
  ///   - output: the box of the output that is computed: batch, channels, spatial axes.
  ///   - input: the box of the input that is there for it.
  init(_ geometry: WindowGeometry, output: Box, input: Box) {
    window = VolumeWindow(geometry)
    self.output = output
    source = VolumeRange(input)
    target = VolumeRange(output)
  }

  /// `sums += weights * (image − zero point)` for whole groups of channels.
  /// - Parameters:
  ///   - image: [inputChannels, input box].
  ///   - weights: [outputChannels, inputChannels / groups, kernel].
  ///   - sums: [outputChannels, output box].
  func accumulate<Scalar: ProductScalar>(
    groups: Int = 1, inputChannels: Int, outputChannels: Int, image: UnsafePointer<Scalar>,
    weights: UnsafePointer<Scalar>, into sums: UnsafeMutablePointer<Scalar.Sum>, zeroPoints: ZeroPoints
  ) {
    let plane = planeConvolution(groups, inputChannels, outputChannels)
    if window.kernel.depth == 1, window.input.depth == 1, output.rank < 5 {
      return Scalar.convolve(
        plane, input: image, weights: weights, output: sums, inputZeroPoint: zeroPoints.a,
        weightZeroPoint: zeroPoints.b)
    }
    for tap in 0..<window.kernel.depth {
      let slice = weightPlane(weights, tap: tap, filters: outputChannels * inputChannels / groups)
      let valid = VolumeWindow.outputs(
        in: output.range(2), tap: tap, stride: window.strides.depth, dilation: window.dilations.depth,
        pad: window.padsBefore.depth, input: window.input.depth)
      for position in valid {
        let inputPlane =
          position * window.strides.depth + tap * window.dilations.depth - window.padsBefore.depth
          - source.lower.depth
        Scalar.convolve(
          plane, input: image + inputPlane * source.extent.height * source.extent.width, weights: slice,
          output: sums + (position - target.lower.depth) * target.extent.height * target.extent.width,
          inputZeroPoint: zeroPoints.a, weightZeroPoint: zeroPoints.b)
      }
    }
  }

  private func planeConvolution(_ groups: Int, _ inputChannels: Int, _ outputChannels: Int) -> Convolution {
    var plane = Convolution(
      inputShape: [inputChannels, source.extent.height, source.extent.width],
      outputShape: [outputChannels, target.extent.height, target.extent.width],
      kernel: [window.kernel.height, window.kernel.width],
      strides: [window.strides.height, window.strides.width],
      dilations: [window.dilations.height, window.dilations.width],
      beginPads: [
        window.padsBefore.height - target.lower.height * window.strides.height + source.lower.height,
        window.padsBefore.width - target.lower.width * window.strides.width + source.lower.width,
      ], groups: groups)
    plane.inputStrides[0] = source.extent.count
    plane.outputStrides[0] = target.extent.count
    return plane
  }

  /// Weights [filters, height, width] of one kernel plane.
  private func weightPlane<Scalar: ProductScalar>(
    _ weights: UnsafePointer<Scalar>, tap: Int, filters: Int
  ) -> [Scalar] {
    let area = window.kernel.height * window.kernel.width
    var plane: [Scalar] = []
    plane.reserveCapacity(filters * area)
    for filter in 0..<filters {
      let start = weights + (filter * window.kernel.depth + tap) * area
      plane.append(contentsOf: UnsafeBufferPointer(start: start, count: area))
    }
    return plane
  }
}
