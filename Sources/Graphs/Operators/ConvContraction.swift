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

/// One box of a convolution: each batch item and group on its own.
struct ConvKernel: ContractionKernel {
  let shape: ConvolutionShape
  let output: Box
  let input: Box
  let reduction: Range<Int>

  func run<Scalar: ProductScalar>(
    _ sums: UnsafeMutablePointer<Scalar.Sum>, _ images: UnsafePointer<Scalar>,
    _ weights: UnsafePointer<Scalar>, _ zeroPoints: ZeroPoints
  ) {
    let volume = VolumeConvolution(shape.geometry, output: output, input: input)
    let target = VolumeRange(output).extent.count
    let source = VolumeRange(input).extent.count
    let depth = reduction.count * shape.geometry.kernelPositions
    for batch in 0..<output.extent(0) {
      for group in shape.groups(of: output.range(1)) {
        let perGroup = shape.outputChannelsPerGroup
        let columns = (group * perGroup..<(group + 1) * perGroup).clamped(to: output.range(1))
        let column = columns.lowerBound - output.lower(1)
        let channel = group * shape.inputChannelsPerGroup + reduction.lowerBound - input.lower(1)
        volume.accumulate(
          inputChannels: reduction.count, outputChannels: columns.count,
          image: images + (batch * input.extent(1) + channel) * source,
          weights: weights + column * depth, into: sums + (batch * output.extent(1) + column) * target,
          zeroPoints: zeroPoints)
      }
    }
  }
}
