import Tensors

extension Graph {
  /// Leaves integer products with two operands, so that they are contractions: zero points that are constant and the
  /// same for a whole operand become part of the operator; a zero point of the first operand that only the run
  /// knows is taken out behind the product,
  ///
  ///     Σ (a − z) · b = Σ a · b − z · Σ b.
  ///
  /// The sums of the second operand follow from constants where it is constant.
  public func applyingIntegerZeroPoints() throws -> Graph {
    var graph = self
    graph.nodes = []
    for node in nodes {
      guard var product = node.operation as? any IntegerProduct, node.inputs.count > 2, node.epilogue.isEmpty
      else {
        graph.nodes.append(node)
        continue
      }
      var points = product.bound ?? ZeroPoints()
      let known = try (2...3).map { try graph.uniformZeroPoint(node, $0) }
      if let point = known[1] {
        points.b = point
      } else {
        graph.nodes.append(node)
        continue
      }
      points.a = known[0] ?? 0
      product.bound = points
      var plain = node
      plain.operation = product
      plain.inputs = Array(node.inputs.prefix(2))
      if known[0] == nil, let zeroPoint = node.inputs[2] {
        try graph.append(plain, correctedBy: zeroPoint, product)
      } else {
        graph.nodes.append(plain)
      }
    }
    return graph.applyingDeadNodeRemoval()
  }

  /// The zero point of a whole operand: 0 where there is none; nil where it is not known or not the same everywhere.
  private func uniformZeroPoint(_ node: Node, _ position: Int) throws -> Int32? {
    guard position < node.inputs.count, let value = node.inputs[position] else { return 0 }
    guard isConstant(value) else { return nil }
    let points = Set(try constant(value).integers)
    return points.count == 1 ? points.first.map { Int32($0) } : nil
  }

  /// Appends `product − z · Σ b`.
  private mutating func append(
    _ node: Node, correctedBy zeroPoint: ValueIndex, _ product: any IntegerProduct
  ) throws {
    let left = values[node.inputs[0]!].type
    // Ones in the place of the first operand, one row or one batch item of them: the product sums what meets it.
    let shape =
      product is MatMulInteger
      ? Array([1, left.shape[left.shape.count - 1]].suffix(left.shape.count)) : [1] + left.shape.dropFirst()
    let count = shape.reduce(1, *)
    let ones = addConstant(
      "\(node.name).ones",
      Tensor(TensorType(left.element, shape), integers: [Int64](repeating: 1, count: count)))
    var summing = product
    summing.bound?.a = 0
    let sums = try appendFolded("\(node.name).sums", summing, [ones, node.inputs[1]])
    let stretched = try product.parameterShape(
      0, operand: left.shape, zeroPoint: values[zeroPoint].type.shape)
    let wide = try append("\(node.name).zeroPoint", Cast(to: .int32), [zeroPoint])
    let shaped = try append("\(node.name).zeroPoints", Reshape(shape: stretched), [wide])
    let share = try append("\(node.name).share", Mul(), [shaped, sums])
    let whole = try append("\(node.name).product", product, [node.inputs[0], node.inputs[1]])
    nodes.append(
      Node(name: node.name, operation: Sub(), inputs: [whole, share], outputs: node.outputs))
  }

  /// A node, or its result where that follows from constants.
  mutating func appendFolded(
    _ name: String, _ operation: any Operator, _ inputs: [ValueIndex?]
  ) throws -> ValueIndex {
    let node = try makeNode(name, operation, inputs: inputs)
    if let known = try foldedValues(of: node) {
      values[node.outputs[0]].initializer = known[0]
    } else {
      nodes.append(node)
    }
    return node.outputs[0]
  }
}
