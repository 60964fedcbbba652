import Tensors

// Operators of onnxruntime's domain `com.microsoft`: normalisations of transformer models.

/// What the normalisations read alike.
private enum RowNormalization {
  static func attributes(_ epsilon: Float) -> [String: AttributeValue] {
    ["axis": .integer(-1), "epsilon": .float(epsilon)]
  }

  /// The sum of those that are there.
  static func sum(_ operands: [Operand?], in body: inout Composition) throws -> Operand {
    let given = operands.compactMap { $0 }
    return try given.dropFirst().reduce(given[0]) { try body.add("Add", [$0, $1]) }
  }
}

/// `com.microsoft::SkipLayerNormalization`: the layer normalisation of a sum. Inputs: input, skip, gamma, beta, bias.
/// The fourth output is the sum.
struct SkipLayerNormalization: CompositeOperator {
  static let name = "com.microsoft::SkipLayerNormalization"
  static let inputCount = 3...5
  var epsilon: Float
  var outputCount: Int

  init(attributes: inout AttributeReader) throws {
    epsilon = try attributes.float("epsilon") ?? 1e-12
    outputCount = attributes.outputCount ?? 1
  }

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    let sum = try RowNormalization.sum(
      [try inputs.required(0), try inputs.required(1), inputs.optional(4)], in: &body)
    let normalized = try body.add(
      "LayerNormalization", [sum, try inputs.required(2), inputs.optional(3)],
      RowNormalization.attributes(epsilon))
    return [normalized, nil, nil, sum]
  }
}

/// `SimplifiedLayerNormalization`, which onnxruntime keeps in the default domain: `RMSNormalization`.
struct SimplifiedLayerNormalization: CompositeOperator {
  static let name = "SimplifiedLayerNormalization"
  static let inputCount = 2...2
  var axis: Int
  var epsilon: Float

  init(attributes: inout AttributeReader) throws {
    axis = try attributes.integer("axis") ?? -1
    epsilon = try attributes.float("epsilon") ?? 1e-5
    _ = try attributes.integer("stash_type")
  }

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    [
      try body.add(
        "RMSNormalization", [try inputs.required(0), try inputs.required(1)],
        ["axis": .integer(axis), "epsilon": .float(epsilon)])
    ]
  }
}

/// `com.microsoft::SkipSimplifiedLayerNormalization`: `RMSNormalization` of a sum. Inputs: input, skip, gamma, bias. The
/// fourth output is the sum.
struct SkipSimplifiedLayerNormalization: CompositeOperator {
  static let name = "com.microsoft::SkipSimplifiedLayerNormalization"
  static let inputCount = 3...4
  var epsilon: Float

  init(attributes: inout AttributeReader) throws { epsilon = try attributes.float("epsilon") ?? 1e-12 }

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    let sum = try RowNormalization.sum(
      [try inputs.required(0), try inputs.required(1), inputs.optional(3)], in: &body)
    let normalized = try body.add(
      "RMSNormalization", [sum, try inputs.required(2)], RowNormalization.attributes(epsilon))
    return [normalized, nil, nil, sum]
  }
}

/// `com.microsoft::EmbedLayerNormalization`: the layer normalisation of the sum of word, position and segment
/// embeddings. Inputs: word numbers [N, L], segment numbers, three tables, gamma, beta, mask, position numbers. The
/// second output counts the visible words of each batch item.
struct EmbedLayerNormalization: CompositeOperator {
  static let name = "com.microsoft::EmbedLayerNormalization"
  static let inputCount = 1...9
  var epsilon: Float

  init(attributes: inout AttributeReader) throws {
    epsilon = try attributes.float("epsilon") ?? 1e-12
    _ = try attributes.integer("mask_index_type")
  }

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    let words = try inputs.required(0)
    let shape = body.shape(of: words)
    guard shape.count == 2 else {
      throw GraphError("word numbers have shape \(shape)", remedy: "[batch, length]")
    }
    let positions = inputs.optional(8) ?? body.integers(Array(0..<shape[1]))
    var parts: [Operand?] = [
      try body.add("Gather", [try inputs.required(2), words]),
      try body.add("Gather", [try inputs.required(3), positions]),
    ]
    if let segments = inputs.optional(1), let table = inputs.optional(4) {
      parts.append(try body.add("Gather", [table, segments]))
    }
    let sum = try RowNormalization.sum(parts, in: &body)
    let normalized = try body.add(
      "LayerNormalization", [sum, try inputs.required(5), inputs.optional(6)],
      RowNormalization.attributes(epsilon))
    let lengths =
      try inputs.optional(7).map {
        try body.add("ReduceSum", [$0, body.integers([1])], ["keepdims": .integer(0)])
      } ?? body.constant(Tensor(zeros: TensorType(.int32, [shape[0]])))
    return [normalized, lengths, sum]
  }
}
