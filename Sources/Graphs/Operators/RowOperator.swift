import Tensors

/// Boxes of an operator that works on whole rows along one axis, each on its own (Softmax, CumSum).
struct RowTile: TileableOperator {
  let rank: Int
  let axis: Int
  /// Whether a row goes on through all axes behind `axis`.
  var joinsFollowing = false
  let operationsPerElement: Int
  /// Changes one contiguous row in place.
  let apply: @Sendable (UnsafeMutableBufferPointer<Float>) -> Void

  var splittableAxes: [Int] { (0..<rank).filter { joinsFollowing ? $0 < axis : $0 != axis } }

  func inputBox(_ index: Int, for output: Box) -> Box? { index == 0 ? output : nil }

  func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
    var result = try inputs.required(0)
    let following = output.shape[(axis + 1)...].reduce(1, *)
    let length = output.extent(axis) * (joinsFollowing ? following : 1)
    let inner = joinsFollowing ? 1 : following
    let outer = output.shape[..<axis].reduce(1, *)
    result.withMutableElements(as: Float.self) { values in
      if inner == 1 {
        for row in 0..<outer {
          apply(UnsafeMutableBufferPointer(rebasing: values[row * length..<(row + 1) * length]))
        }
      } else {
        applyStrided(values, outer: outer, length: length, inner: inner)
      }
    }
    return result
  }

  private func applyStrided(
    _ values: UnsafeMutableBufferPointer<Float>, outer: Int, length: Int, inner: Int
  ) {
    var row = [Float](repeating: 0, count: length)
    for start in 0..<outer {
      for column in 0..<inner {
        let first = start * length * inner + column
        for index in 0..<length { row[index] = values[first + index * inner] }
        row.withUnsafeMutableBufferPointer { apply($0) }
        for index in 0..<length { values[first + index * inner] = row[index] }
      }
    }
  }

  func scalarOperations(for output: Box) -> Int { output.elementCount * operationsPerElement }
}
