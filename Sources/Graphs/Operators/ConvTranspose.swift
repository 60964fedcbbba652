import Tensors

/// ONNX `ConvTranspose`: every input element spreads its kernel over the output. X [N, C, spatial…],
/// W [C, M/group, kernel…] (+ B [M]).
struct ConvTranspose: Operator {
  static let name = "ConvTranspose"
  static let inputCount = 2...3

  var window: WindowAttributes
  var groups: Int
  var outputPadding: [Int]?
  var outputShape: [Int]?

  init(attributes: inout AttributeReader) throws {
    window = try WindowAttributes(attributes: &attributes)
    groups = try attributes.integer("group") ?? 1
    outputPadding = try attributes.integers("output_padding")
    outputShape = try attributes.integers("output_shape")
    guard groups >= 1 else { throw GraphError("group is \(groups)", remedy: "at least 1") }
  }

  /// The geometry of the convolution of which this is the adjoint: its `input` is our output.
  func shape(input: [Int], weights: [Int]) throws -> ConvolutionShape {
    guard (3...5).contains(input.count), weights.count == input.count else {
      throw GraphError(
        "input \(input) and weights \(weights) do not make a transposed convolution",
        remedy: "input [N, C, spatial…] and weights [C, M/group, kernel…] with one to three spatial axes")
    }
    guard input[1] == weights[0], input[1] % groups == 0 else {
      throw GraphError(
        "input \(input) has \(input[1]) channels and weights \(weights) take \(weights[0])",
        remedy: "the weights need shape [\(input[1]), M/\(groups), kernel…]")
    }
    let rank = input.count - 2
    let kernel = Array(weights.dropFirst(2))
    let strides = try WindowAttributes.list(window.strides, "strides", count: rank, default: 1)
    let dilations = try WindowAttributes.list(window.dilations, "dilations", count: rank, default: 1)
    var pads = try WindowAttributes.list(window.pads, "pads", count: 2 * rank, default: 0)
    let extra = try WindowAttributes.list(outputPadding, "output_padding", count: rank, default: 0)
    let output = try (0..<rank).map { axis in
      let full =
        (input[axis + 2] - 1) * strides[axis] + (kernel[axis] - 1) * dilations[axis] + 1 + extra[axis]
      let isAutomatic = window.automaticPadding == .sameUpper || window.automaticPadding == .sameLower
      if outputShape != nil || isAutomatic {
        let wanted = outputShape.map { $0[$0.count - rank + axis] } ?? input[axis + 2] * strides[axis]
        let total = full - wanted
        // A wanted length beyond the full one is room behind it, as output_padding would make.
        let cropped = max(0, total)
        pads[axis] = window.automaticPadding == .sameUpper ? cropped / 2 : cropped - cropped / 2
        pads[axis + rank] = total - pads[axis]
      }
      let length = full - pads[axis] - pads[axis + rank]
      guard length > 0 else {
        throw GraphError("input \(input) and weights \(weights) leave no output on axis \(axis + 2)")
      }
      return length
    }
    var geometry = WindowGeometry(
      kernel: kernel, strides: strides, dilations: dilations, padsBefore: Array(pads[..<rank]),
      padsAfter: Array(pads[rank...]), input: output)
    geometry.output = Array(input.dropFirst(2))
    return ConvolutionShape(
      geometry: geometry, groups: groups, inputChannels: input[1], outputChannels: weights[1] * groups)
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let weights = try inputs.required(1).type
    let shape = try shape(input: input.shape, weights: weights.shape)
    if let bias = inputs.optional(2)?.type, bias.shape != [shape.outputChannels] {
      throw GraphError(
        "bias \(bias.shape) does not fit weights \(weights.shape)",
        remedy: "it needs shape [\(shape.outputChannels)]")
    }
    _ = try ElementAgreement.real(of: inputs.compactMap { $0?.type }, for: Self.name)
    let element = try ElementAgreement.common(of: [input, weights])
    return [TensorType(element, [input.shape[0], shape.outputChannels] + shape.geometry.input)]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let input = try inputs.required(0)
    let weights = try inputs.required(1)
    let shape = try shape(input: input.shape, weights: weights.shape)
    var result = Tensor(zeros: TensorType(.float32, outputs[0].shape))
    try ConvTransposeContraction(shape: shape).evaluate(into: &result, input, weights)
    if let bias = inputs.optional(2) {
      result = try Add().compute(
        [result, bias.reshaped(to: [shape.outputChannels] + shape.geometry.input.map { _ in 1 })],
        shape: result.shape)
    }
    return [result]
  }

  /// One multiply-accumulate for each input element, output channel of its group and kernel position.
  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    let perInput = inputs[1]!.shape.dropFirst().reduce(1, *)
    let bias = inputs.count > 2 && inputs[2] != nil
    return Work(
      multiplyAccumulates: inputs[0]!.elementCount * perInput,
      scalarOperations: bias ? outputs[0].elementCount : 0)
  }

  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form {
    guard let input = inputs[0]?.type.shape, let weights = inputs[1]?.type.shape,
      let shape = try? shape(input: input, weights: weights)
    else { return .host }
    return .contraction(ConvTransposeContraction(shape: shape))
  }
}

/// A transposed convolution as sums of products: input channels of a group are the units of the reduction.
struct ConvTransposeContraction: Contraction {
  /// `geometry.input` is the output of this operator and `geometry.output` its input.
  let shape: ConvolutionShape

  var reductionUnits: Int { shape.inputChannelsPerGroup }
  /// An output position meets only every stride-th kernel position: on average this many.
  var reductionPerUnit: Int {
    let stride = shape.geometry.strides.reduce(1, *)
    return (shape.geometry.kernelPositions + stride - 1) / stride
  }
  var columnAxis: Int { 1 }
  var rowAxes: [Int] { [0] + (2..<shape.geometry.rank + 2) }
  var groupAxes: [Int] { [] }
  var columnsPerGroup: Int { shape.outputChannelsPerGroup }

  func inputBox(_ index: Int, for output: Box, reduction: Range<Int>) -> Box {
    let channels = shape.inputChannels(for: output.range(1), reduction: reduction)
    if index == 0 {
      var box = output.replacing(1, with: channels)
      for axis in 0..<shape.geometry.rank {
        box = box.replacing(axis + 2, with: sources(axis, of: output.range(axis + 2)))
      }
      return box
    }
    let groups = shape.groups(of: output.range(1))
    let perGroup = shape.outputChannelsPerGroup
    let columns =
      groups.count == 1
      ? output.lower(1) - groups.lowerBound * perGroup..<output.upper(1) - groups.lowerBound * perGroup
      : 0..<perGroup
    return Box(
      lower: [channels.lowerBound, columns.lowerBound] + shape.geometry.kernel.map { _ in 0 },
      extent: [channels.count, columns.count] + shape.geometry.kernel)
  }

  /// Input positions whose kernels touch outputs in `range`; at least one.
  private func sources(_ axis: Int, of range: Range<Int>) -> Range<Int> {
    let geometry = shape.geometry
    let reach = (geometry.kernel[axis] - 1) * geometry.dilations[axis]
    let stride = geometry.strides[axis]
    let low = range.lowerBound + geometry.padsBefore[axis] - reach
    let high = range.upperBound - 1 + geometry.padsBefore[axis]
    let first = low <= 0 ? 0 : (low + stride - 1) / stride
    let start = min(first, geometry.output[axis] - 1)
    return start..<max(start + 1, min(geometry.output[axis], high < 0 ? 0 : high / stride + 1))
  }

  func accumulate(
    into accumulator: inout Tensor, a: Tensor, b: Tensor, output: Box, reduction: Range<Int>,
    aZeroPoint: Int32, bZeroPoint: Int32
  ) {
    if output.isEmpty { return }
    ConvTransposeKernel(
      shape: shape, output: output, input: inputBox(0, for: output, reduction: reduction),
      reduction: reduction
    ).accumulate(into: &accumulator, a: a, b: b, zeroPoints: ZeroPoints(a: aZeroPoint, b: bZeroPoint))
  }
}

/// One box of a transposed convolution: a matrix product with all kernel positions as rows, whose columns are then
/// added to the places they reach.
struct ConvTransposeKernel: ContractionKernel {
  let shape: ConvolutionShape
  let output: Box
  let input: Box
  let reduction: Range<Int>

  func run<Scalar: ProductScalar>(
    _ sums: UnsafeMutablePointer<Scalar.Sum>, _ images: UnsafePointer<Scalar>,
    _ weights: UnsafePointer<Scalar>, _ zeroPoints: ZeroPoints
  ) {
    let source = VolumeRange(input)
    let target = VolumeRange(output)
    let positions = source.extent.count
    let taps = shape.geometry.kernelPositions
    let perGroup = shape.outputChannelsPerGroup
    for batch in 0..<output.extent(0) {
      for group in shape.groups(of: output.range(1)) {
        let columns = (group * perGroup..<(group + 1) * perGroup).clamped(to: output.range(1))
        let channel = group * shape.inputChannelsPerGroup + reduction.lowerBound - input.lower(1)
        let rows = columns.count * taps
        var spread = [Scalar.Sum](repeating: .zero, count: rows * positions)
        spread.withUnsafeMutableBufferPointer { spread in
          // The stored weights have the channel as their row, so the left matrix is read transposed.
          Scalar.multiply(
            m: rows, n: positions, k: reduction.count,
            a: MatrixView(start: weights + channel * rows, rowStep: 1, columnStep: rows),
            b: MatrixView(
              start: images + (batch * input.extent(1) + channel) * positions, rowStep: positions),
            c: spread.baseAddress!, ldc: positions, zeroPoints: ZeroPoints(a: zeroPoints.b, b: zeroPoints.a))
          let column = batch * output.extent(1) + columns.lowerBound - output.lower(1)
          for row in 0..<rows {
            scatter(
              UnsafePointer(spread.baseAddress!) + row * positions, tap: row % taps,
              into: sums + (column + row / taps) * target.extent.count, Scalar.add)
          }
        }
      }
    }
  }

  /// Adds the products of one kernel position to the output plane.
  private func scatter<Sum>(
    _ values: UnsafePointer<Sum>, tap: Int, into plane: UnsafeMutablePointer<Sum>, _ add: (Sum, Sum) -> Sum
  ) {
    let window = VolumeWindow(shape.geometry)
    let source = VolumeRange(input)
    let target = VolumeRange(output)
    let depthShift = tap / (window.kernel.height * window.kernel.width) * window.dilations.depth
    let heightShift = tap / window.kernel.width % window.kernel.height * window.dilations.height
    let widthShift = tap % window.kernel.width * window.dilations.width
    var next = values
    for depth in 0..<source.extent.depth {
      let z =
        (depth + source.lower.depth) * window.strides.depth + depthShift - window.padsBefore.depth
        - target.lower.depth
      for height in 0..<source.extent.height {
        let y =
          (height + source.lower.height) * window.strides.height + heightShift - window.padsBefore.height
          - target.lower.height
        let line = next
        next += source.extent.width
        guard 0..<target.extent.depth ~= z, 0..<target.extent.height ~= y else { continue }
        let row = plane + (z * target.extent.height + y) * target.extent.width
        for width in 0..<source.extent.width {
          let x =
            (width + source.lower.width) * window.strides.width + widthShift - window.padsBefore.width
            - target.lower.width
          if 0..<target.extent.width ~= x { row[x] = add(row[x], line[width]) }
        }
      }
    }
  }
}
