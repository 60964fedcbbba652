/// Axis numbers as ONNX writes them: negative ones count from the last axis.
enum Axes {
  /// - Throws: `GraphError` when the axis lies outside `-rank..<rank`.
  static func normalized(_ axis: Int, rank: Int) throws -> Int {
    guard axis >= -rank, axis < rank else {
      throw GraphError(
        "axis \(axis) does not exist in a tensor of rank \(rank)",
        remedy: rank == 0 ? "a scalar has no axes" : "allowed: \(-rank) to \(rank - 1)")
    }
    return axis < 0 ? axis + rank : axis
  }

  /// Distinct axes in rising order.
  static func normalized(_ axes: [Int], rank: Int) throws -> [Int] {
    let plain = try axes.map { try normalized($0, rank: rank) }.sorted()
    for (first, second) in zip(plain, plain.dropFirst()) where first == second {
      throw GraphError("axis \(first) is named twice", remedy: "name each axis once")
    }
    return plain
  }

  /// Elements between neighbours along each axis of a dense row-major tensor.
  static func strides(of shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    return strides
  }

  /// Where in a tensor with these strides the elements of a dense walk over `shape` lie.
  static func offsets(of shape: [Int], strides: [Int]) -> [Int] {
    zip(shape, strides).reduce([0]) { outer, axis in
      outer.flatMap { start in (0..<axis.0).map { start + $0 * axis.1 } }
    }
  }
}
