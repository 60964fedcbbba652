import Tensors

/// ONNX `DeformConv`: a two-dimensional convolution whose kernel positions are shifted by data, and weighted where there is
/// a mask. Inputs: X, W, offsets [N, offset groups · positions · 2, oH, oW], bias, mask [N, offset groups ·
/// positions, oH, oW]. Between elements the input is interpolated bilinearly; beside it is zero.
struct DeformConv: Operator {
  static let name = "DeformConv"
  static let inputCount = 3...5
  var convolution: Conv
  var offsetGroups: Int

  init(attributes: inout AttributeReader) throws {
    offsetGroups = try attributes.integer("offset_group") ?? 1
    convolution = try Conv(attributes: &attributes)
    guard offsetGroups >= 1 else { throw GraphError("offset_group is \(offsetGroups)", remedy: "at least 1") }
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let weights = try inputs.required(1).type
    let shape = try convolution.shape(input: input.shape, weights: weights.shape)
    guard shape.geometry.rank == 2, shape.inputChannels % offsetGroups == 0 else {
      throw GraphError(
        "DeformConv of \(input.shape) in \(offsetGroups) offset groups is not supported",
        remedy: "[N, C, H, W] with C a multiple of offset_group")
    }
    let taps = offsetGroups * shape.geometry.kernelPositions
    let wanted = [
      2: [input.shape[0], 2 * taps] + shape.geometry.output, 3: [weights.shape[0]],
      4: [input.shape[0], taps] + shape.geometry.output,
    ]
    for (index, wanted) in wanted {
      if let given = inputs.optional(index)?.type.shape, given != wanted {
        throw GraphError("input \(index) has shape \(given)", remedy: "it needs \(wanted)")
      }
    }
    _ = try ElementAgreement.real(of: inputs.compactMap { $0?.type }, for: Self.name)
    let element = try ElementAgreement.common(of: [input, weights])
    return [TensorType(element, [input.shape[0], shape.outputChannels] + shape.geometry.output)]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let input = try inputs.required(0)
    let weights = try inputs.required(1)
    let shape = try convolution.shape(input: input.shape, weights: weights.shape)
    let sampler = DeformedImage(
      shape: shape, offsetGroups: offsetGroups, image: input.floats, offsets: try inputs.required(2).floats,
      mask: inputs.optional(4)?.floats)
    let positions = shape.geometry.output.reduce(1, *)
    let depth = shape.inputChannelsPerGroup * shape.geometry.kernelPositions
    let bias = inputs.optional(3)?.floats
    let factors = weights.floats
    var results: [Float] = []
    results.reserveCapacity(outputs[0].elementCount)
    for item in 0..<input.shape[0] {
      for group in 0..<shape.groups {
        let columns = sampler.columns(item: item, group: group)
        for channel in 0..<shape.outputChannelsPerGroup {
          let filter = group * shape.outputChannelsPerGroup + channel
          var row = [Float](repeating: bias?[filter] ?? 0, count: positions)
          for tap in 0..<depth {
            let factor = factors[filter * depth + tap]
            for position in 0..<positions { row[position] += factor * columns[tap * positions + position] }
          }
          results += row
        }
      }
    }
    return [Tensor(TensorType(.float32, outputs[0].shape), floats: results)]
  }

  /// A sample takes four weighted neighbours; it is made once for each input channel and kernel position.
  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    let weights = inputs[1]!.shape
    let positions = outputs[0].shape[0] * outputs[0].shape.dropFirst(2).reduce(1, *)
    let samples = positions * inputs[0]!.shape[1] * weights.dropFirst(2).reduce(1, *)
    return Work(
      multiplyAccumulates: outputs[0].elementCount * weights.dropFirst().reduce(1, *),
      scalarOperations: 12 * samples)
  }

  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form { .host }
}

/// The input as a deformed kernel sees it.
private struct DeformedImage {
  let shape: ConvolutionShape
  let offsetGroups: Int
  let image: [Float]
  let offsets: [Float]
  let mask: [Float]?

  /// Samples of one batch item and group: [channels · kernel positions, output positions].
  func columns(item: Int, group: Int) -> [Float] {
    let geometry = shape.geometry
    let positions = geometry.output.reduce(1, *)
    let taps = geometry.kernelPositions
    let channelsPerOffset = shape.inputChannels / offsetGroups
    var columns: [Float] = []
    columns.reserveCapacity(shape.inputChannelsPerGroup * taps * positions)
    for local in 0..<shape.inputChannelsPerGroup {
      let channel = group * shape.inputChannelsPerGroup + local
      let plane = (item * shape.inputChannels + channel) * geometry.input.reduce(1, *)
      for tap in 0..<taps {
        let row = (item * offsetGroups + channel / channelsPerOffset) * taps + tap
        for position in 0..<positions {
          let y = Float(place(0, position / geometry.output[1], tap / geometry.kernel[1]))
          let x = Float(place(1, position % geometry.output[1], tap % geometry.kernel[1]))
          let value = sample(
            plane, y + offsets[2 * row * positions + position],
            x + offsets[(2 * row + 1) * positions + position])
          columns.append(value * (mask?[row * positions + position] ?? 1))
        }
      }
    }
    return columns
  }

  private func place(_ axis: Int, _ position: Int, _ tap: Int) -> Int {
    position * shape.geometry.strides[axis] - shape.geometry.padsBefore[axis]
      + tap * shape.geometry.dilations[axis]
  }

  private func sample(_ plane: Int, _ y: Float, _ x: Float) -> Float {
    let (height, width) = (shape.geometry.input[0], shape.geometry.input[1])
    guard y > -1, y < Float(height), x > -1, x < Float(width) else { return 0 }
    let (top, left) = (Int(y.rounded(.down)), Int(x.rounded(.down)))
    let (down, right) = (y - Float(top), x - Float(left))
    func element(_ row: Int, _ column: Int) -> Float {
      0..<height ~= row && 0..<width ~= column ? image[plane + row * width + column] : 0
    }
    return (1 - down) * ((1 - right) * element(top, left) + right * element(top, left + 1))
      + down * ((1 - right) * element(top + 1, left) + right * element(top + 1, left + 1))
  }
}
