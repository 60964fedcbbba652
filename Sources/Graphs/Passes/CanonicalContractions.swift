import Tensors

extension Graph {
  /// Leaves every contraction with its two operands: the bias of Conv and ConvTranspose and the `alpha`, `beta`
  /// and addend of Gemm become steps of the epilogue.
  public func applyingCanonicalContractions() throws -> Graph {
    var graph = self
    graph.nodes = []
    for node in nodes {
      guard case .contraction = try NodeEvaluator(node, in: graph).form else {
        graph.nodes.append(node)
        continue
      }
      var product = node
      var steps: [EpilogueStep] = []
      if let gemm = node.operation as? Gemm {
        product.operation = Gemm(transposesA: gemm.transposesA, transposesB: gemm.transposesB)
        if gemm.alpha != 1 {
          let factor = graph.addConstant("\(node.name).alpha", .scalar(gemm.alpha))
          steps.append(graph.step("\(node.name).alpha", Mul(), factor))
        }
        if node.inputs.count > 2, let addend = node.inputs[2] {
          let scaled = try graph.scaledAddend(addend, by: gemm.beta, of: node)
          steps.append(graph.step("\(node.name).addend", Add(), scaled))
        }
      } else if node.inputs.count > 2, let bias = node.inputs[2] {
        let positions = values[node.outputs[0]].type.shape.count - 2
        let shape = values[bias].type.shape + [Int](repeating: 1, count: positions)
        steps.append(graph.step("\(node.name).bias", Add(), try graph.reshaped(bias, to: shape)))
      }
      product.inputs = Array(node.inputs.prefix(2))
      product.epilogue = steps + node.epilogue
      graph.nodes.append(product)
    }
    return graph.applyingDeadNodeRemoval()
  }

  private func step(_ name: String, _ operation: any Operator, _ operand: ValueIndex) -> EpilogueStep {
    EpilogueStep(name: name, operation: operation, inputs: [nil, operand], position: 0)
  }

  /// A value under another shape: the same initializer where that can be, else a Reshape in front.
  mutating func reshaped(_ value: ValueIndex, to shape: [Int]) throws -> ValueIndex {
    let original = values[value]
    guard original.type.shape != shape else { return value }
    if isConstant(value) {
      let same =
        try original.initializer?.reshaped(from: original.type, to: shape)
        ?? .dense(try constant(value).reshaped(to: shape))
      return addValue("\(original.name).reshaped", original.type.withShape(shape), same)
    }
    let wanted = addConstant(
      "\(original.name).shape", Tensor(TensorType(.int64, [shape.count]), integers: shape.map(Int64.init)))
    let node = try makeNode("\(original.name).reshaped", Reshape(), inputs: [value, wanted])
    nodes.append(node)
    return node.outputs[0]
  }

  private mutating func scaledAddend(
    _ addend: ValueIndex, by beta: Float, of node: Node
  ) throws -> ValueIndex {
    guard beta != 1 else { return addend }
    if isConstant(addend) {
      let tensor = try constant(addend)
      return addConstant(
        "\(node.name).addend", Tensor(tensor.type, floats: tensor.floats.map { $0 * beta }))
    }
    let factor = addConstant("\(node.name).beta", .scalar(beta))
    let scaling = try makeNode("\(node.name).scaledAddend", Mul(), inputs: [addend, factor])
    nodes.append(scaling)
    return scaling.outputs[0]
  }
}
