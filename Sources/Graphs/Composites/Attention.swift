import Tensors

/// ONNX `Attention` (as corrected after its first release): `softmax(cap(scale · Q·Kᵀ) + mask) · V` in heads. Inputs: Q, K, V as [N, heads, length, size] or [N,
/// length, heads · size], a mask (numbers to add, or where true means visible), keys and values of earlier steps.
/// Outputs: Y, all keys, all values, the scores at the point that `qk_matmul_output_mode` names.
///
/// With fewer heads of keys than of queries, consecutive heads of queries share one: they become rows of one product.
struct Attention: CompositeOperator {
  static let name = "Attention"
  static let inputCount = 3...6
  var queryHeads: Int
  var keyHeads: Int
  var scale: Float?
  var softcap: Float
  var isCausal: Bool
  var scorePoint: Int
  var softmaxType: ElementType?

  init(attributes: inout AttributeReader) throws {
    queryHeads = try attributes.integer("q_num_heads") ?? 0
    keyHeads = try attributes.integer("kv_num_heads") ?? 0
    scale = try attributes.float("scale")
    softcap = try attributes.float("softcap") ?? 0
    isCausal = try attributes.integer("is_causal") == 1
    scorePoint = try attributes.integer("qk_matmul_output_mode") ?? 0
    softmaxType = try QuantizationAttributes.element("softmax_precision", &attributes)
    guard 0...3 ~= scorePoint else {
      throw GraphError("qk_matmul_output_mode is \(scorePoint)", remedy: "0 to 3")
    }
  }

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    let isFlat = body.shape(of: try inputs.required(0)).count == 3
    let q = try inHeads(try inputs.required(0), queryHeads, &body)
    let keys = try extended(try inHeads(try inputs.required(1), keyHeads, &body), inputs.optional(4), &body)
    let values = try extended(try inHeads(try inputs.required(2), keyHeads, &body), inputs.optional(5), &body)
    let (shape, keyShape) = (body.shape(of: q), body.shape(of: keys))
    guard shape[1] % max(1, keyShape[1]) == 0, shape[3] == keyShape[3] else {
      throw GraphError(
        "queries \(shape) and keys \(keyShape) do not fit",
        remedy: "one size, and heads of queries a multiple of the heads of keys")
    }
    let factor = body.scalar((scale ?? 1 / Float(shape[3]).squareRoot()).squareRoot(), like: q)
    let right = try body.add("Transpose", [keys], ["perm": .integers([0, 1, 3, 2])])
    let product = try body.groupedProduct(
      try body.add("Mul", [q, factor]), try body.add("Mul", [right, factor]))
    let capped = try self.capped(product, &body)
    let pastLength = keyShape[2] - body.shape(of: try inputs.required(1))[isFlat ? 1 : 2]
    let bias = try self.bias(inputs.optional(3), like: capped, pastLength: pastLength, &body)
    let masked = try bias.map { try body.add("Add", [capped, $0]) } ?? capped
    let weights = try probabilities(masked, bias, &body)
    var result = try body.groupedProduct(weights, values)
    if isFlat {
      let heads = body.shape(of: result)
      result = try body.add("Transpose", [result], ["perm": .integers([0, 2, 1, 3])])
      result = try body.reshaped(result, to: [heads[0], heads[2], heads[1] * heads[3]])
    }
    return [result, keys, values, [product, capped, masked, weights][scorePoint]]
  }

  private func inHeads(_ x: Operand, _ heads: Int, _ body: inout Composition) throws -> Operand {
    let shape = body.shape(of: x)
    if shape.count == 4 { return x }
    guard shape.count == 3, heads > 0, shape[2] % heads == 0 else {
      throw GraphError("shape \(shape) does not split into \(heads) heads", remedy: "set the number of heads")
    }
    let split = try body.reshaped(x, to: [shape[0], shape[1], heads, shape[2] / heads])
    return try body.add("Transpose", [split], ["perm": .integers([0, 2, 1, 3])])
  }

  private func extended(_ now: Operand, _ past: Operand?, _ body: inout Composition) throws -> Operand {
    guard let past else { return now }
    return try body.add("Concat", [past, now], ["axis": .integer(2)])
  }

  /// What is added to the scores: the mask, and −∞ for keys later than the query; nil when there is neither.
  private func bias(
    _ mask: Operand?, like scores: Operand, pastLength: Int, _ body: inout Composition
  ) throws -> Operand? {
    var bias = mask
    if let mask, body.type(of: mask).element == .bool {
      bias = try body.add(
        "Where", [mask, body.scalar(0, like: scores), body.scalar(-.infinity, like: scores)])
    }
    guard isCausal else { return bias }
    let shape = body.shape(of: scores)
    let type = TensorType(body.type(of: scores).element, [shape[2], shape[3]])
    guard type.checkedByteCount() != nil else { throw GraphError("scores \(shape) are too large") }
    let triangle = (0..<shape[2]).flatMap { row in
      (0..<shape[3]).map { $0 <= row + pastLength ? Float(0) : -.infinity }
    }
    let future = body.constant(Tensor(type, floats: triangle))
    return try bias.map { try body.add("Add", [$0, future]) } ?? future
  }

  private func capped(_ scores: Operand, _ body: inout Composition) throws -> Operand {
    guard softcap > 0 else { return scores }
    let cap = body.scalar(softcap, like: scores)
    return try body.add("Mul", [try body.add("Tanh", [try body.add("Div", [scores, cap])]), cap])
  }

  /// The softmax of the scores; zeros for a query that sees no key.
  private func probabilities(
    _ scores: Operand, _ bias: Operand?, _ body: inout Composition
  ) throws -> Operand {
    let element = body.type(of: scores).element
    let precision = softmaxType ?? element
    let weights = try body.cast(try body.add("Softmax", [try body.cast(scores, to: precision)]), to: element)
    guard let bias, try mayHideAll(bias, body) else { return weights }
    let axes: [String: AttributeValue] = ["axes": .integers([-1]), "keepdims": .integer(1)]
    let isBlind = try body.add(
      "Equal", [try body.add("ReduceMax", [bias], axes), body.scalar(-.infinity, like: bias)])
    return try body.add("Where", [isBlind, body.scalar(0, like: weights), weights])
  }

  /// Whether a row of the bias may be −∞ throughout.
  private func mayHideAll(_ bias: Operand, _ body: Composition) throws -> Bool {
    guard let known = try body.knownValue(of: bias), let length = known.shape.last, length > 0 else {
      return true
    }
    let values = known.floats
    return stride(from: 0, to: values.count, by: length).contains { row in
      values[row..<row + length].allSatisfy { $0 == -.infinity }
    }
  }
}

extension Composition {
  /// `a · b` in heads, where consecutive heads of `a` share one of `b`.
  mutating func groupedProduct(_ a: Operand, _ b: Operand) throws -> Operand {
    let (left, right) = (shape(of: a), shape(of: b))
    let sharing = left[1] / max(1, right[1])
    if sharing == 1 { return try add("MatMul", [a, b]) }
    let rows = try reshaped(a, to: [left[0], right[1], sharing * left[2], left[3]])
    return try reshaped(try add("MatMul", [rows, b]), to: Array(left[..<3]) + [right[3]])
  }

  mutating func cast(_ operand: Operand, to element: ElementType) throws -> Operand {
    if type(of: operand).element == element { return operand }
    return try add("Cast", [operand], ["to": .integer(element.onnxNumber)])
  }
}
