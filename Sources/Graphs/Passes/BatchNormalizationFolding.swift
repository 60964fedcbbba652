import Tensors

extension Graph {
  /// BatchNormalization becomes part of the Conv or Gemm before it (weights scaled row by row, a bias added); where
  /// there is none, a multiplication and an addition per channel, which fusion then takes in.
  ///
  /// Weights are scaled when they are asked for (`Initializer.scaled`); factors and offsets are computed here.
  public func applyingBatchNormalizationFolding() throws -> Graph {
    var graph = self
    graph.nodes = []
    let uses = useCounts
    var maker: [ValueIndex: Int] = [:]
    for node in nodes {
      guard let operation = node.operation as? BatchNormalization,
        let affine = try graph.affine(operation, of: node)
      else {
        maker[node.outputs[0]] = graph.nodes.count
        graph.nodes.append(node)
        continue
      }
      let input = node.inputs[0]!
      if uses[input] == 1, let target = maker[input],
        let folded = try graph.folded(affine, into: graph.nodes[target], after: node)
      {
        graph.nodes[target] = folded
        maker[node.outputs[0]] = target
      } else {
        graph.nodes += graph.multiplyAdd(affine, replacing: node)
      }
    }
    return graph.applyingDeadNodeRemoval()
  }

  /// `y = factor * x + offset` per channel.
  private struct Affine {
    var factors: [Float]
    var offsets: [Float]
  }

  private func affine(_ operation: BatchNormalization, of node: Node) throws -> Affine? {
    let statistics = node.inputs.dropFirst().compactMap { $0 }
    guard statistics.count == 4, statistics.allSatisfy(isConstant), node.epilogue.isEmpty,
      !operation.isTraining
    else { return nil }
    let floats = try statistics.map { try constant($0).floats }
    let (factors, offsets) = operation.factorsAndOffsets(
      scale: floats[0], bias: floats[1], mean: floats[2], variance: floats[3])
    return Affine(factors: factors, offsets: offsets)
  }

  /// Conv, or Gemm with its weights in rows of output features, whose weights and bias are constants.
  private mutating func folded(_ affine: Affine, into node: Node, after normalization: Node) throws -> Node? {
    if let gemm = node.operation as? Gemm {
      guard gemm.transposesB, gemm.alpha == 1, gemm.beta == 1 else { return nil }
    } else if !(node.operation is Conv) {
      return nil
    }
    guard node.epilogue.isEmpty, let weight = node.inputs[1], let initializer = values[weight].initializer,
      values[weight].type.element == .float32, values[weight].type.shape[0] == affine.factors.count
    else { return nil }
    var bias = [Float](repeating: 0, count: affine.factors.count)
    if node.inputs.count > 2, let given = node.inputs[2] {
      guard isConstant(given), values[given].type.elementCount == bias.count else { return nil }
      bias = try constant(given).floats
    }
    for channel in bias.indices {
      bias[channel] = bias[channel] * affine.factors[channel] + affine.offsets[channel]
    }
    let scaled = addValue(
      "\(values[weight].name).folded", values[weight].type, .scaled(initializer, factors: affine.factors))
    let type = TensorType(.float32, [bias.count])
    let offset = addConstant("\(node.name).foldedBias", Tensor(type, floats: bias))
    var result = node
    result.inputs = [node.inputs[0], scaled, offset]
    result.outputs = normalization.outputs
    return result
  }

  private mutating func multiplyAdd(_ affine: Affine, replacing node: Node) -> [Node] {
    let output = values[node.outputs[0]].type
    let shape = [affine.factors.count] + [Int](repeating: 1, count: output.shape.count - 2)
    let type = TensorType(.float32, shape)
    let factors = addConstant("\(node.name).factors", Tensor(type, floats: affine.factors))
    let offsets = addConstant("\(node.name).offsets", Tensor(type, floats: affine.offsets))
    let product = addValue("\(node.name).product", output)
    return [
      Node(
        name: "\(node.name).multiply", operation: Mul(), inputs: [node.inputs[0], factors], outputs: [product]
      ),
      Node(name: "\(node.name).add", operation: Add(), inputs: [product, offsets], outputs: node.outputs),
    ]
  }
}
