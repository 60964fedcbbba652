import Tensors

/// ONNX `Einsum`: sums of products over the axes that the equation's output does not name.
///
/// Operands are multiplied from the left, two at a time: labels of both that are summed make a (batched) MatMul, none an
/// element-wise product. Transposes and sums around them bring axes to their places.
struct Einsum: CompositeOperator {
  static let name = "Einsum"
  static let inputCount = 1...Int(Int32.max)
  var equation: String

  init(attributes: inout AttributeReader) throws {
    guard let equation = try attributes.string("equation") else {
      throw GraphError("equation is missing", remedy: "such as “ij,jk->ik”")
    }
    self.equation = equation
  }

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    let operands = try inputs.indices.map { try inputs.required($0) }
    let equation = try EinsumEquation(equation, shapes: operands.map { body.shape(of: $0) })
    var rest: [EinsumPart] = []
    for (operand, labels) in zip(operands, equation.operands) {
      let part = EinsumPart(operand: operand, labels: labels)
      rest.append(try part.withDistinctLabels(&body).withoutStretchedAxes(equation, &body))
    }
    var product = rest.removeFirst()
    while !rest.isEmpty {
      let next = rest.removeFirst()
      let needed = Set(equation.output).union(rest.flatMap(\.labels))
      product = try product.multiplied(by: next, needed: needed, equation, &body)
    }
    let result = try product.summed(keeping: Set(equation.output), &body).arranged(by: equation.output, &body)
    // An equation that only copies still makes a value of its own.
    return [operands.contains(result.operand) ? try body.add("Identity", [result.operand]) : result.operand]
  }
}

/// A tensor whose axes have the labels of an equation.
private struct EinsumPart {
  var operand: Operand
  var labels: [EinsumLabel]

  /// The diagonal where a label stands twice: both axes as one, of which every (n + 1)th element is taken.
  func withDistinctLabels(_ body: inout Composition) throws -> EinsumPart {
    guard let second = labels.indices.first(where: { labels[..<$0].contains(labels[$0]) }) else {
      return self
    }
    let label = labels[second]
    let first = labels.firstIndex(of: label) ?? second
    let others = labels.indices.filter { $0 != first && $0 != second }
    let shape = body.shape(of: operand)
    let length = shape[first]
    let moved = try body.add("Transpose", [operand], ["perm": .integers(others + [first, second])])
    let kept = others.map { shape[$0] }
    let joined = try body.add("Reshape", [moved, body.integers(kept + [length * length])])
    let places = body.integers((0..<length).map { $0 * (length + 1) })
    let diagonal = try body.add("Gather", [joined, places], ["axis": .integer(kept.count)])
    return try EinsumPart(operand: diagonal, labels: others.map { labels[$0] } + [label])
      .withDistinctLabels(&body)
  }

  /// Without the axes of length 1 along which other operands are longer.
  func withoutStretchedAxes(_ equation: EinsumEquation, _ body: inout Composition) throws -> EinsumPart {
    let shape = body.shape(of: operand)
    let kept = labels.indices.filter { shape[$0] == equation.lengths[labels[$0]] }
    if kept.count == labels.count { return self }
    let reduced = try body.add("Reshape", [operand, body.integers(kept.map { shape[$0] })])
    return EinsumPart(operand: reduced, labels: kept.map { labels[$0] })
  }

  /// Adds up what the kept labels do not tell apart.
  func summed(keeping kept: Set<EinsumLabel>, _ body: inout Composition) throws -> EinsumPart {
    let gone = labels.indices.filter { !kept.contains(labels[$0]) }
    if gone.isEmpty { return self }
    let sum = try body.add("ReduceSum", [operand, body.integers(gone)], ["keepdims": .integer(0)])
    return EinsumPart(operand: sum, labels: labels.filter { kept.contains($0) })
  }

  func arranged(by wanted: [EinsumLabel], _ body: inout Composition) throws -> EinsumPart {
    if wanted == labels { return self }
    let order = wanted.compactMap { labels.firstIndex(of: $0) }
    return EinsumPart(
      operand: try body.add("Transpose", [operand], ["perm": .integers(order)]), labels: wanted)
  }

  /// The same elements in a shape whose axes join or part labels.
  func reshaped(to shape: [Int], _ body: inout Composition) throws -> Operand {
    body.shape(of: operand) == shape ? operand : try body.add("Reshape", [operand, body.integers(shape)])
  }

  func multiplied(
    by other: EinsumPart, needed: Set<EinsumLabel>, _ equation: EinsumEquation, _ body: inout Composition
  ) throws -> EinsumPart {
    let common = labels.filter { other.labels.contains($0) }
    let batch = common.filter { needed.contains($0) }
    let inner = common.filter { !needed.contains($0) }
    let rows = labels.filter { !common.contains($0) && needed.contains($0) }
    let columns = other.labels.filter { !common.contains($0) && needed.contains($0) }
    let left = try summed(keeping: needed.union(common), &body).arranged(by: batch + rows + inner, &body)
    let right = try other.summed(keeping: needed.union(common), &body)
      .arranged(by: batch + inner + columns, &body)
    let batchShape = equation.shape(batch)
    let whole = equation.shape(batch + rows + columns)
    if inner.isEmpty {
      let stretched = batchShape + rows.map { _ in 1 } + equation.shape(columns)
      let wide = equation.shape(batch + rows) + columns.map { _ in 1 }
      let product = try body.add(
        "Mul", [try left.reshaped(to: wide, &body), try right.reshaped(to: stretched, &body)])
      return EinsumPart(operand: product, labels: batch + rows + columns)
    }
    let (m, n) = (equation.shape(rows).reduce(1, *), equation.shape(columns).reduce(1, *))
    let k = equation.shape(inner).reduce(1, *)
    let product = try body.add(
      "MatMul",
      [
        try left.reshaped(to: batchShape + [m, k], &body),
        try right.reshaped(to: batchShape + [k, n], &body),
      ])
    let matrices = EinsumPart(operand: product, labels: batch + rows + columns)
    return EinsumPart(operand: try matrices.reshaped(to: whole, &body), labels: matrices.labels)
  }
}
