import Tensors

/// A convolution as sums of products: input channels of a group are the units of the reduction.
struct ConvContraction: Contraction {
  let shape: ConvolutionShape

  var reductionUnits: Int { shape.inputChannelsPerGroup }
  var reductionPerUnit: Int { shape.geometry.kernelPositions }
  var columnAxis: Int { 1 }
  var rowAxes: [Int] { [0] + (2..<shape.geometry.rank + 2) }
  var groupAxes: [Int] { [] }
  var columnsPerGroup: Int { shape.outputChannelsPerGroup }

  func inputBox(_ index: Int, for output: Box, reduction: Range<Int>) -> Box {
    if index == 0 {
      return shape.geometry.inputBox(for: output)
        .replacing(1, with: shape.inputChannels(for: output.range(1), reduction: reduction))
    }
    return Box(
      lower: [output.lower(1), reduction.lowerBound] + shape.geometry.kernel.map { _ in 0 },
      extent: [output.extent(1), reduction.count] + shape.geometry.kernel)
  }

  func accumulate(
    into accumulator: inout Tensor, a: Tensor, b: Tensor, output: Box, reduction: Range<Int>,
    aZeroPoint: Int32, bZeroPoint: Int32
  ) {
    if output.isEmpty { return }
    ConvKernel(
      shape: shape, output: output, input: inputBox(0, for: output, reduction: reduction),
      reduction: reduction
    ).accumulate(into: &accumulator, a: a, b: b, zeroPoints: ZeroPoints(a: aZeroPoint, b: bZeroPoint))
  }
}

/// One box of a convolution: a two-dimensional convolution for each batch item and group, and for each pair of
/// output plane and kernel plane where there is a depth axis.
struct ConvKernel: ContractionKernel {
  let shape: ConvolutionShape
  let output: Box
  let input: Box
  let reduction: Range<Int>

  func run<Scalar: ProductScalar>(
    _ sums: UnsafeMutablePointer<Scalar.Sum>, _ images: UnsafePointer<Scalar>,
    _ weights: UnsafePointer<Scalar>, _ zeroPoints: ZeroPoints
  ) {
    let target = VolumeRange(output)
    let source = VolumeRange(input)
    let depth = reduction.count * shape.geometry.kernelPositions
    for batch in 0..<output.extent(0) {
      for group in shape.groups(of: output.range(1)) {
        let perGroup = shape.outputChannelsPerGroup
        let columns = (group * perGroup..<(group + 1) * perGroup).clamped(to: output.range(1))
        let column = columns.lowerBound - output.lower(1)
        let channel = group * shape.inputChannelsPerGroup + reduction.lowerBound - input.lower(1)
        convolveVolume(
          images + (batch * input.extent(1) + channel) * source.extent.count,
          weights + column * depth,
          into: sums + (batch * output.extent(1) + column) * target.extent.count, columns: columns.count,
          zeroPoints)
      }
    }
  }

  /// All columns of one group of one batch item.
  private func convolveVolume<Scalar: ProductScalar>(
    _ images: UnsafePointer<Scalar>, _ weights: UnsafePointer<Scalar>,
    into sums: UnsafeMutablePointer<Scalar.Sum>, columns: Int, _ zeroPoints: ZeroPoints
  ) {
    let window = VolumeWindow(shape.geometry)
    let plane = planeConvolution(columns: columns)
    if window.kernel.depth == 1, window.input.depth == 1, output.rank < 5 {
      return Scalar.convolve(
        plane, input: images, weights: weights, output: sums, inputZeroPoint: zeroPoints.a,
        weightZeroPoint: zeroPoints.b)
    }
    let target = VolumeRange(output)
    let source = VolumeRange(input)
    for tap in 0..<window.kernel.depth {
      let slice = weightPlane(weights, tap: tap, columns: columns, window: window)
      let valid = VolumeWindow.outputs(
        in: output.range(2), tap: tap, stride: window.strides.depth, dilation: window.dilations.depth,
        pad: window.padsBefore.depth, input: window.input.depth)
      for position in valid {
        let inputPlane =
          position * window.strides.depth + tap * window.dilations.depth - window.padsBefore.depth
          - source.lower.depth
        Scalar.convolve(
          plane, input: images + inputPlane * source.extent.height * source.extent.width, weights: slice,
          output: sums + (position - target.lower.depth) * target.extent.height * target.extent.width,
          inputZeroPoint: zeroPoints.a, weightZeroPoint: zeroPoints.b)
      }
    }
  }

  private func planeConvolution(columns: Int) -> Convolution {
    let window = VolumeWindow(shape.geometry)
    let target = VolumeRange(output)
    let source = VolumeRange(input)
    var plane = Convolution(
      inputShape: [reduction.count, source.extent.height, source.extent.width],
      outputShape: [columns, target.extent.height, target.extent.width],
      kernel: [window.kernel.height, window.kernel.width],
      strides: [window.strides.height, window.strides.width],
      dilations: [window.dilations.height, window.dilations.width],
      beginPads: [
        window.padsBefore.height - target.lower.height * window.strides.height + source.lower.height,
        window.padsBefore.width - target.lower.width * window.strides.width + source.lower.width,
      ])
    plane.inputStrides[0] = source.extent.count
    plane.outputStrides[0] = target.extent.count
    return plane
  }

  /// Weights [columns, channels, height, width] of one kernel plane.
  private func weightPlane<Scalar: ProductScalar>(
    _ weights: UnsafePointer<Scalar>, tap: Int, columns: Int, window: VolumeWindow
  ) -> [Scalar] {
    let area = window.kernel.height * window.kernel.width
    var plane: [Scalar] = []
    plane.reserveCapacity(columns * reduction.count * area)
    for filter in 0..<columns * reduction.count {
      let start = weights + (filter * window.kernel.depth + tap) * area
      plane.append(contentsOf: UnsafeBufferPointer(start: start, count: area))
    }
    return plane
  }
}
