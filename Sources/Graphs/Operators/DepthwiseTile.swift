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
    let window = VolumeWindow(shape.geometry)
    let source = VolumeRange(box)
    let target = VolumeRange(output)
    let taps = shape.geometry.kernelPositions
    let bias = inputs.optional(2)?.floats
    return input.readingFloats { values in
      weights.readingFloats { weights in
        .buildingFloats(output.shape) { results in
          for batch in 0..<output.extent(0) {
            for channel in 0..<output.extent(1) {
              let inputChannel = (channel + output.lower(1)) / shape.outputChannelsPerGroup - box.lower(1)
              let plane = results + (batch * output.extent(1) + channel) * target.extent.count
              plane.update(repeating: bias?[channel] ?? 0, count: target.extent.count)
              let factors = weights + channel * taps
              WindowLoop.accumulate(
                window, source: values + (batch * box.extent(1) + inputChannel) * source.extent.count,
                input: source, target: plane, output: target
              ) { running, value, tap in running += value * factors[tap] }
            }
          }
        }
      }
    }
  }

  func scalarOperations(for output: Box) -> Int {
    output.elementCount * shape.geometry.kernelPositions
  }
}
