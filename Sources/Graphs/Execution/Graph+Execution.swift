import Tensors

/// Computing single nodes and boxes of them, in storage types.
///
/// Cutting a tiled node's output into boxes never changes a bit, nor does it for contractions of integers. Floating-point
/// contractions may differ in the order of sums when the reduction is cut.
extension Graph {
  /// - Throws: `InputError` when a constant the form depends on cannot be read.
  public func evaluator(of node: NodeIndex) throws -> NodeEvaluator {
    try NodeEvaluator(nodes[node], in: self)
  }

  public func form(of node: NodeIndex) throws -> Form { try evaluator(of: node).form }

  /// Work of a node and its epilogue.
  public func work(of index: NodeIndex) -> Work {
    let node = nodes[index]
    let outputs = node.outputs.map { values[$0].type }
    var work = node.operation.work(inputs: node.inputs.map { $0.map { values[$0].type } }, outputs: outputs)
    // Types alone do not tell what a constant input says (the axes of a reduction); the form knows.
    if node.operation is any TiledOperator, case .tiled(_, let tile)? = try? form(of: index) {
      work.scalarOperations = tile.scalarOperations(for: Box(shape: outputs[0].shape))
    }
    for step in node.epilogue {
      let more = epilogueWork(of: step, result: outputs[0])
      work.multiplyAccumulates += more.multiplyAccumulates
      work.scalarOperations += more.scalarOperations
    }
    return work
  }

  /// Scalar operations that a node's epilogue does per output element, each step's rounded up.
  public func epilogueOperationsPerElement(of index: NodeIndex) -> Int {
    let node = nodes[index]
    guard let output = node.outputs.first, values[output].type.elementCount > 0 else { return 0 }
    let type = values[output].type
    return node.epilogue.reduce(0) { sum, step in
      let operations = epilogueWork(of: step, result: type).scalarOperations
      return sum + (operations + type.elementCount - 1) / type.elementCount
    }
  }

  private func epilogueWork(of step: EpilogueStep, result: TensorType) -> Work {
    let inputs = step.inputs.enumerated().map { position, value in
      position == step.position ? result : value.map { values[$0].type }
    }
    return step.operation.work(inputs: inputs, outputs: [result])
  }

  /// A whole node with its epilogue.
  public func evaluate(
    _ node: NodeIndex, inputs: [Tensor?], epilogueOperands: [Tensor] = []
  ) throws -> [Tensor] {
    try evaluator(of: node).evaluate(inputs: inputs, epilogueOperands: epilogueOperands)
  }

  /// One box of output 0 of a tiled node.
  public func evaluateTile(
    _ node: NodeIndex, inputs: [Tensor?], epilogueOperands: [Tensor?] = [], output: Box
  ) throws -> Tensor {
    try evaluator(of: node).evaluateTile(
      inputs: inputs, epilogueOperands: epilogueOperands, output: output)
  }

  /// The tail of a contraction: see `NodeEvaluator.finish`.
  public func finish(
    _ node: NodeIndex, accumulator: Tensor, epilogueOperands: [Tensor?] = [], output: Box
  ) throws -> Tensor {
    try evaluator(of: node).finish(accumulator, epilogueOperands: epilogueOperands, output: output)
  }

  /// The part of an epilogue operand (numbered as in `Node.epilogueOperands`) that a box of the output needs.
  public func epilogueBox(_ node: NodeIndex, operand: Int, for output: Box) -> Box {
    let value = nodes[node].epilogueOperands[operand]
    return NodeEvaluator.epilogueBox(
      operandShape: values[value].type.shape, outputShape: values[nodes[node].outputs[0]].type.shape,
      output: output)
  }
}
