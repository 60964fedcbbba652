import Tensors

/// ONNX `Conv`: X [N, C, spatial…] * W [M, C/group, kernel…] (+ B [M]), one to three spatial axes.
struct Conv: Operator {
  static let name = "Conv"
  static let inputCount = 2...3

  var window: WindowAttributes
  var groups: Int

  init(window: WindowAttributes = WindowAttributes(), groups: Int = 1) {
    self.window = window
    self.groups = groups
  }

  init(attributes: inout AttributeReader) throws {
    window = try WindowAttributes(attributes: &attributes)
    groups = try attributes.integer("group") ?? 1
    guard groups >= 1 else { throw GraphError("group is \(groups)", remedy: "at least 1") }
  }

  /// - Throws: `GraphError` naming both shapes when they do not fit.
  func shape(input: [Int], weights: [Int]) throws -> ConvolutionShape {
    guard (3...5).contains(input.count), weights.count == input.count else {
      throw GraphError(
        "input \(input) and weights \(weights) do not make a convolution",
        remedy: "input [N, C, spatial…] and weights [M, C/group, kernel…] with one to three spatial axes")
    }
    let kernel = Array(weights.dropFirst(2))
    if let stated = window.kernel, stated != kernel {
      throw GraphError("kernel_shape \(stated) differs from the kernel of the weights \(weights)")
    }
    guard input[1] % groups == 0, weights[1] == input[1] / groups, weights[0] % groups == 0 else {
      throw GraphError(
        "input \(input) has \(input[1]) channels and weights \(weights) take \(weights[1]) in "
          + "\(groups) group\(groups == 1 ? "" : "s")",
        remedy: "the weights need shape [M, \(input[1] / groups), kernel…] with M a multiple of group")
    }
    return ConvolutionShape(
      geometry: try WindowGeometry(window, kernel: kernel, input: Array(input.dropFirst(2))),
      groups: groups, inputChannels: input[1], outputChannels: weights[0])
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let weights = try inputs.required(1).type
    let shape = try shape(input: input.shape, weights: weights.shape)
    if let bias = inputs.optional(2)?.type, bias.shape != [weights.shape[0]] {
      throw GraphError(
        "bias \(bias.shape) does not fit weights \(weights.shape)",
        remedy: "it needs shape [\(weights.shape[0])]")
    }
    _ = try ElementAgreement.common(of: inputs.compactMap { $0?.type })
    let element = try ElementAgreement.common(of: [input, weights])
    guard input.isReal || input.isNarrowInteger else {
      throw GraphError(
        "Conv is given \(input.element.rawValue)",
        remedy: "insert a Cast to a type of real numbers or to integers of at most 16 bits")
    }
    return [TensorType(element, [input.shape[0], shape.outputChannels] + shape.geometry.output)]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let input = try inputs.required(0)
    let weights = try inputs.required(1)
    let shape = try shape(input: input.shape, weights: weights.shape)
    if isDepthwise(shape), input.type.element == .float32 {
      return [try DepthwiseTile(shape: shape).evaluateWhole(inputs, shape: outputs[0].shape)]
    }
    var result = Tensor(
      zeros: TensorType(input.type.element == .float32 ? .float32 : .int32, outputs[0].shape))
    try ConvContraction(shape: shape).evaluate(into: &result, input, weights)
    if let bias = inputs.optional(2) {
      result = try Add().compute(
        [result, bias.reshaped(to: [shape.outputChannels] + shape.geometry.output.map { _ in 1 })],
        shape: result.shape)
    }
    return [result]
  }

  private func isDepthwise(_ shape: ConvolutionShape) -> Bool {
    groups > 1 && shape.inputChannelsPerGroup == 1
  }

  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    let weightsPerOutput = inputs[1]!.shape.dropFirst().reduce(1, *)
    let bias = inputs.count > 2 && inputs[2] != nil
    return Work(
      multiplyAccumulates: outputs[0].elementCount * weightsPerOutput,
      scalarOperations: bias ? outputs[0].elementCount : 0)
  }

  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form {
    guard let input = inputs[0]?.type.shape, let weights = inputs[1]?.type.shape,
      let shape = try? shape(input: input, weights: weights)
    else { return .host }
    if isDepthwise(shape), outputs[0].isReal { return .tiled(.window, DepthwiseTile(shape: shape)) }
    return .contraction(ConvContraction(shape: shape))
  }
}

extension Contraction {
  /// The whole product in one piece, added to `result`.
  func evaluate(into result: inout Tensor, _ a: Tensor, _ b: Tensor) throws {
    let whole = Box(shape: result.shape)
    if whole.isEmpty { return }
    let units = 0..<reductionUnits
    let parts = [a, b].enumerated().map { index, operand in
      let box = inputBox(index, for: whole, reduction: units)
      return box == Box(shape: operand.shape) ? operand : operand[box]
    }
    accumulate(
      into: &result, a: parts[0], b: parts[1], output: whole, reduction: units, aZeroPoint: 0, bZeroPoint: 0)
  }
}
