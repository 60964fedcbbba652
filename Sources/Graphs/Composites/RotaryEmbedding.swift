import Tensors

/// ONNX `RotaryEmbedding`: pairs of features turned by an angle that depends on the position. Inputs: X [N, heads,
/// length, size] or [N, length, heads · size], tables of cosines and sines, position numbers [N, length].
///
/// Without position numbers the tables are [N, length, half]; with them [positions, half].
struct RotaryEmbedding: CompositeOperator {
  static let name = "RotaryEmbedding"
  static let inputCount = 3...4
  /// Whether the features of a pair are neighbours, not half the features apart.
  var isInterleaved: Bool
  var rotated: Int
  var heads: Int

  init(attributes: inout AttributeReader) throws {
    isInterleaved = try attributes.integer("interleaved") == 1
    rotated = try attributes.integer("rotary_embedding_dim") ?? 0
    heads = try attributes.integer("num_heads") ?? 0
  }

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    let x = try inputs.required(0)
    let shape = body.shape(of: x)
    guard shape.count == 4 || shape.count == 3 && heads > 0 && shape[2] % heads == 0 else {
      throw GraphError(
        "shape \(shape) in \(heads) heads", remedy: "[N, heads, length, size], or rank 3 with num_heads")
    }
    // Heads before positions in either case, so that both tables stretch over the heads.
    var data = x
    if shape.count == 3 {
      data = try body.reshaped(x, to: [shape[0], shape[1], heads, shape[2] / heads])
      data = try body.add("Transpose", [data], ["perm": .integers([0, 2, 1, 3])])
    }
    let split = body.shape(of: data)
    let width = rotated == 0 ? split[3] : rotated
    guard width <= split[3], width > 0, width % 2 == 0 else {
      throw GraphError("\(width) of \(split[3]) features cannot be turned in pairs", remedy: "an even number")
    }
    let tables = try [1, 2].map {
      try table(try inputs.required($0), inputs.optional(3), split, half: width / 2, &body)
    }
    let turned = try turn(try body.part(data, axis: 3, 0..<width), tables[0], tables[1], &body)
    var result = turned
    if width < split[3] {
      let rest = try body.part(data, axis: 3, width..<split[3])
      result = try body.add("Concat", [turned, rest], ["axis": .integer(3)])
    }
    if shape.count == 3 {
      result = try body.add("Transpose", [result], ["perm": .integers([0, 2, 1, 3])])
      result = try body.reshaped(result, to: shape)
    }
    return [result]
  }

  /// A table as it stretches over the heads: [N, 1, length, half].
  private func table(
    _ table: Operand, _ positions: Operand?, _ shape: [Int], half: Int, _ body: inout Composition
  ) throws -> Operand {
    var rows = table
    if let positions { rows = try body.add("Gather", [table, positions], ["axis": .integer(0)]) }
    let given = body.shape(of: rows)
    guard given.count == 3, given[2] >= half, [1, shape[0]].contains(given[0]),
      [1, shape[2]].contains(given[1])
    else {
      throw GraphError(
        "a table of shape \(body.shape(of: table)) does not fit data \(shape)",
        remedy: positions == nil ? "[N, length, \(half)]" : "[positions, \(half)]")
    }
    if given[2] > half { rows = try body.part(rows, axis: 2, 0..<half) }
    return try body.reshaped(rows, to: [given[0], 1, given[1], half])
  }

  private func turn(
    _ x: Operand, _ cosines: Operand, _ sines: Operand, _ body: inout Composition
  ) throws -> Operand {
    let shape = body.shape(of: x)
    let half = shape[3] / 2
    let first: Operand
    let second: Operand
    if isInterleaved {
      let pairs = try body.reshaped(x, to: Array(shape[..<3]) + [half, 2])
      first = try body.reshaped(try body.part(pairs, axis: 4, 0..<1), to: Array(shape[..<3]) + [half])
      second = try body.reshaped(try body.part(pairs, axis: 4, 1..<2), to: Array(shape[..<3]) + [half])
    } else {
      first = try body.part(x, axis: 3, 0..<half)
      second = try body.part(x, axis: 3, half..<shape[3])
    }
    let real = try body.add(
      "Sub", [try body.add("Mul", [cosines, first]), try body.add("Mul", [sines, second])])
    let imaginary = try body.add(
      "Add", [try body.add("Mul", [sines, first]), try body.add("Mul", [cosines, second])])
    guard isInterleaved else { return try body.add("Concat", [real, imaginary], ["axis": .integer(3)]) }
    let parts = try [real, imaginary].map {
      try body.reshaped($0, to: Array(shape[..<3]) + [half, 1]) as Operand?
    }
    return try body.reshaped(try body.add("Concat", parts, ["axis": .integer(4)]), to: shape)
  }
}

extension Composition {
  /// Some positions of an axis.
  mutating func part(_ operand: Operand, axis: Int, _ range: Range<Int>) throws -> Operand {
    if range == 0..<shape(of: operand)[axis] { return operand }
    return try add(
      "Slice",
      [operand, integers([range.lowerBound]), integers([range.upperBound]), integers([axis])])
  }
}
