import Tensors

/// A depthwise convolution (one input channel for each group) as a window operator: no sums over channels, so
/// nothing for a matrix engine. One multiply-accumulate counts as one scalar operation of the vector engine.
struct DepthwiseTile: TileableOperator {
  let shape: ConvolutionShape

  var splittableAxes: [Int] { Array(0..<shape.geometry.rank + 2) }

  func inputBox(_ index: Int, for output: Box) -> Box? {
    switch index {
    case 0:
      return shape.geometry.inputBox(for: output)
        .replacing(1, with: shape.inputChannels(for: output.range(1), reduction: 0..<1))
    case 1:
      return Box(
        lower: [output.lower(1), 0] + shape.geometry.kernel.map { _ in 0 },
        extent: [output.extent(1), 1] + shape.geometry.kernel)
    default:
      return Box(lower: [output.lower(1)], extent: [output.extent(1)])
    }
  }

  func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
    let input = try inputs.required(0)
    let weights = try inputs.required(1)
    let box = inputBox(0, for: output)!
    let bias = inputs.optional(2)?.floats
    return input.readingFloats { values in
      weights.readingFloats { weights in
        .buildingFloats(output.shape) { results in
          let plane = VolumeRange(output).extent.count
          if plane == 0 { return }
          for channel in 0..<output.extent(0) * output.extent(1) {
            (results + channel * plane).update(
              repeating: bias?[channel % output.extent(1)] ?? 0, count: plane)
          }
          for batch in 0..<output.extent(0) {
            let image = values + batch * box.extent(1) * VolumeRange(box).extent.count
            let sums = results + batch * output.extent(1) * plane
            for channels in equallyShared(output.range(1)) {
              accumulate(channels, of: output, image: image, in: box, weights: weights, into: sums)
            }
          }
        }
      }
    }
  }

  /// Output channels cut so that in each part every input channel is used equally often.
  private func equallyShared(_ channels: Range<Int>) -> [Range<Int>] {
    let sharing = shape.outputChannelsPerGroup
    let isWhole = channels.lowerBound % sharing == 0 && channels.upperBound % sharing == 0
    return isWhole ? [channels] : channels.map { $0..<$0 + 1 }
  }

  /// Some output channels of one batch item.
  private func accumulate(
    _ channels: Range<Int>, of output: Box, image: UnsafePointer<Float>, in box: Box,
    weights: UnsafePointer<Float>, into sums: UnsafeMutablePointer<Float>
  ) {
    let sharing = shape.outputChannelsPerGroup
    let groups = channels.lowerBound / sharing..<(channels.upperBound + sharing - 1) / sharing
    let source = VolumeRange(box).extent.count
    let channel = channels.lowerBound - output.lower(1)
    VolumeConvolution(shape.geometry, output: output, input: box).accumulate(
      groups: groups.count, inputChannels: groups.count, outputChannels: channels.count,
      image: image + (groups.lowerBound - box.lower(1)) * source,
      weights: weights + channel * shape.geometry.kernelPositions,
      into: sums + channel * VolumeRange(output).extent.count, zeroPoints: ZeroPoints())
  }

  func scalarOperations(for output: Box) -> Int {
    output.elementCount * shape.geometry.kernelPositions
  }
}
