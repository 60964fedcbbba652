import Tensors

/// onnxruntime's `com.microsoft::Attention`: projects the input to queries, keys and values, and attends in heads. Inputs: input
/// [N, L, features], weights [features, 3 · hidden], bias, mask.
///
/// The mask says which keys are visible: [N, L] or [N, L, L] of ones and zeros, or [N] lengths. Caches of earlier steps are
/// not supported.
struct MicrosoftAttention: CompositeOperator {
  static let name = "com.microsoft::Attention"
  static let inputCount = 2...4
  var heads: Int
  var isCausal: Bool
  var scale: Float?
  var hiddenValue: Float
  var sizes: [Int]

  init(attributes: inout AttributeReader) throws {
    heads = try attributes.integer("num_heads") ?? 0
    isCausal = try attributes.integer("unidirectional") == 1
    scale = try attributes.float("scale")
    if scale == 0 { scale = nil }
    hiddenValue = try attributes.float("mask_filter_value") ?? -10_000
    sizes = try attributes.integers("qkv_hidden_sizes") ?? []
    if try attributes.integer("do_rotary") == 1 {
      throw GraphError("do_rotary is not supported", remedy: "use RotaryEmbedding nodes")
    }
  }

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    let x = try inputs.required(0)
    let weights = try inputs.required(1)
    let (shape, width) = (body.shape(of: x), body.shape(of: weights).last ?? 0)
    let widths = sizes.isEmpty ? [Int](repeating: width / 3, count: 3) : sizes
    guard shape.count == 3, widths.count == 3, widths.reduce(0, +) == width, heads > 0,
      widths.allSatisfy({ $0 > 0 && $0 % heads == 0 })
    else {
      throw GraphError(
        "input \(shape) and weights \(body.shape(of: weights)) do not make \(heads) heads",
        remedy: "[N, L, features] and [features, hidden sizes of queries, keys and values]")
    }
    var projected = try body.add("MatMul", [x, weights])
    if let bias = inputs.optional(2) { projected = try body.add("Add", [projected, bias]) }
    var start = 0
    let parts = try widths.map { width -> Operand? in
      start += width
      return try body.part(projected, axis: 2, start - width..<start)
    }
    var attributes: [String: AttributeValue] = [
      "q_num_heads": .integer(heads), "kv_num_heads": .integer(heads),
      "is_causal": .integer(isCausal ? 1 : 0),
    ]
    if let scale { attributes["scale"] = .float(scale) }
    let mask = try inputs.optional(3).map { try additive($0, shape, like: x, &body) }
    return [try body.add("Attention", parts + [mask], attributes)]
  }

  /// The mask as numbers to add to the scores: [N, 1, 1 or L, L].
  private func additive(
    _ mask: Operand, _ shape: [Int], like x: Operand, _ body: inout Composition
  ) throws -> Operand {
    let given = body.shape(of: mask)
    var visible = mask
    if given == [shape[0]] {
      let positions = Tensor(
        TensorType(body.type(of: mask).element, [1, shape[1]]), integers: (0..<shape[1]).map { Int64($0) })
      visible = try body.add(
        "Less", [body.constant(positions), try body.reshaped(mask, to: [shape[0], 1])])
    } else {
      visible = try body.add("Cast", [mask], ["to": .integer(9)])
    }
    let rank = body.shape(of: visible)
    guard rank == [shape[0], shape[1]] || rank == [shape[0], shape[1], shape[1]] else {
      throw GraphError("mask \(given) does not fit input \(shape)", remedy: "[N], [N, L] or [N, L, L]")
    }
    visible = try body.reshaped(visible, to: [rank[0], 1] + (rank.count == 2 ? [1] : [rank[1]]) + [shape[1]])
    return try body.add("Where", [visible, body.scalar(0, like: x), body.scalar(hiddenValue, like: x)])
  }
}
