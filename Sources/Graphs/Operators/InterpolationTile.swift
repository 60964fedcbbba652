import Tensors

/// Boxes of an interpolation that is separable: one axis after the other, weighted sums of a few elements.
struct InterpolationTile: TileableOperator {
  struct Tap: Sendable {
    var index: Int
    var weight: Float
  }

  let input: [Int]
  let output: [Int]
  /// For each axis the taps of each output position; nil where the axis stays as it is.
  let taps: [[[Tap]]?]
  /// For each axis whether an output position lies outside the input; nil where none does.
  let outside: [[Bool]?]
  let outsideValue: Float

  var splittableAxes: [Int] { Array(output.indices) }

  func inputBox(_ index: Int, for box: Box) -> Box? {
    guard index == 0 else { return nil }
    return taps.indices.reduce(box) { result, axis in
      result.replacing(axis, with: sources(axis, for: box))
    }
  }

  private func sources(_ axis: Int, for box: Box) -> Range<Int> {
    guard let taps = taps[axis] else { return box.range(axis) }
    let indices = taps[box.range(axis)].flatMap { $0.map(\.index) }
    return (indices.min() ?? 0)..<(indices.max() ?? 0) + 1
  }

  func evaluateTile(_ inputs: [Tensor?], output box: Box) throws -> Tensor {
    var current = try inputs.required(0)
    for axis in taps.indices {
      guard let axisTaps = taps[axis] else { continue }
      let first = sources(axis, for: box).lowerBound
      current = interpolate(current, axis: axis, taps: Array(axisTaps[box.range(axis)]), first: first)
    }
    return hasOutside ? markingOutside(current, box) : current
  }

  private var hasOutside: Bool { outside.contains { $0?.contains(true) ?? false } }

  /// Elements that any axis puts outside the input get the value for such.
  private func markingOutside(_ inside: Tensor, _ box: Box) -> Tensor {
    let flags = outside.indices.reduce([false]) { outer, axis in
      outer.flatMap { flag in box.range(axis).map { flag || outside[axis]?[$0] ?? false } }
    }
    return Tensor(inside.type, floats: zip(inside.floats, flags).map { $1 ? outsideValue : $0 })
  }

  private func interpolate(_ input: Tensor, axis: Int, taps: [[Tap]], first: Int) -> Tensor {
    var shape = input.shape
    let length = shape[axis]
    shape[axis] = taps.count
    let outer = shape[..<axis].reduce(1, *)
    let inner = shape[(axis + 1)...].reduce(1, *)
    return input.readingFloats { source in
      .buildingFloats(shape) { target in
        for block in 0..<outer {
          for (position, list) in taps.enumerated() {
            let row = target + (block * taps.count + position) * inner
            row.update(repeating: 0, count: inner)
            for tap in list {
              let values = source + (block * length + tap.index - first) * inner
              for index in 0..<inner { row[index] += tap.weight * values[index] }
            }
          }
        }
      }
    }
  }

  func scalarOperations(for box: Box) -> Int {
    let tapsPerElement = taps.compactMap { $0?.first?.count }.reduce(0, +)
    return box.elementCount * max(1, tapsPerElement)
  }
}
