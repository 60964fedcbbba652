import Tensors

extension NodeEvaluator {
  /// Partial sums of a box before anything was added.
  public func emptyAccumulator(for output: Box) -> Tensor {
    Tensor(zeros: TensorType(accumulatorElement ?? .float32, output.shape))
  }

  /// Adds the products of some units of the reduction to the partial sums of a box.
  /// - Parameters:
  ///   - a, b: the boxes that the contraction's `inputBox` names, in storage types.
  ///   - accumulator: of `accumulatorElement`, shape of `output`.
  public func contract(
    a: Tensor, b: Tensor, output: Box, reduction: Range<Int>, into accumulator: inout Tensor
  ) {
    guard case .contraction(let contraction) = form else {
      preconditionFailure("node “\(node.name)” is not a contraction")
    }
    let exact = accumulatorElement == .int32
    contraction.accumulate(
      into: &accumulator, a: exact ? a : a.computing, b: exact ? b : b.computing, output: output,
      reduction: reduction, aZeroPoint: exact ? a.type.quantization?.zeroPoint ?? 0 : 0,
      bZeroPoint: exact ? b.type.quantization?.zeroPoint ?? 0 : 0)
  }

  /// The tail of a contraction for one box: complete sums become real numbers, go through the epilogue in fp32 and
  /// are rounded once, to the output's storage type. Sums of plain integers stay integers until a step makes them
  /// something else.
  /// - Parameter epilogueOperands: the boxes that `epilogueBox` names, in order of `Node.epilogueOperands`.
  public func finish(
    _ accumulator: Tensor, epilogueOperands: [Tensor?] = [], output: Box
  ) throws -> Tensor {
    var result = accumulator
    if let scale = accumulatorScale {
      let type = TensorType(.int32, accumulator.shape, quantization: Quantization(scale: scale))
      result = Tensor(type: type, bytes: accumulator.bytes).computing
    } else if !outputTypes[0].isReal, steps.isEmpty {
      result = accumulator.converted(to: outputTypes[0].withShape(output.shape))
    }
    let whole = result
    return try located { stored(try applySteps(to: whole, operands: epilogueOperands, output: output)) }
  }
}
