import Tensors

/// ONNX `Trilu`: the upper (or lower) triangle of matrices, `k` diagonals above the main one; zero elsewhere.
struct Trilu: TiledOperator {
  static let name = "Trilu"
  static let inputCount = 1...2
  static let kind = TiledKind.map
  var isUpper: Bool

  init(attributes: inout AttributeReader) throws { isUpper = try attributes.integer("upper") ?? 1 != 0 }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    guard input.shape.count >= 2 else {
      throw GraphError("Trilu is given shape \(input.shape)", remedy: "it takes matrices")
    }
    guard inputs.optional(1).map({ $0.type.elementCount == 1 }) ?? true else {
      throw GraphError("k of Trilu has \(inputs.optional(1)?.type.shape ?? [])", remedy: "give one number")
    }
    return [input]
  }

  /// Without a `k` that the graph fixes the host has to look at it.
  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    if inputs.optional(1) != nil, inputs[1]?.constant == nil { return nil }
    let shift = try inputs.fixedIntegers(1, "k")?.first ?? 0
    let limit = Int(Int32.max)
    return TriluTile(
      rank: outputs[0].shape.count, isUpper: isUpper, shift: Swift.min(Swift.max(shift, -limit), limit))
  }
}

/// Boxes of a triangle.
struct TriluTile: TileableOperator {
  let rank: Int
  let isUpper: Bool
  let shift: Int

  var splittableAxes: [Int] { Array(0..<rank) }

  func inputBox(_ index: Int, for output: Box) -> Box? { index == 0 ? output : nil }

  func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
    let rows = output.range(rank - 2)
    let columns = output.range(rank - 1)
    let matrices = output.shape.dropLast(2).reduce(1, *)
    return try RawElements.moving(try inputs.required(0), to: output.shape) { source, target, width in
      var offset = 0
      for _ in 0..<matrices {
        for row in rows {
          // Columns before the first kept one of an upper triangle, or up to the last kept one of a lower.
          let edge = row + shift + (isUpper ? 0 : 1)
          let split = Swift.min(Swift.max(edge, columns.lowerBound), columns.upperBound) - columns.lowerBound
          let kept = isUpper ? split..<columns.count : 0..<split
          let line = target + offset * width
          line.initializeMemory(as: UInt8.self, repeating: 0, count: columns.count * width)
          (line + kept.lowerBound * width).copyMemory(
            from: source + (offset + kept.lowerBound) * width, byteCount: kept.count * width)
          offset += columns.count
        }
      }
    }
  }

  func scalarOperations(for output: Box) -> Int { output.elementCount }
}
