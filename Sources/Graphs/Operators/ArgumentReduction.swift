import Tensors

/// An operator that yields where along an axis the extreme element lies.
protocol ArgumentReductionOperator: TiledOperator {
  var choice: ArgumentChoice { get }
  static func isBetter<Key: Comparable>(_ value: Key, than best: Key) -> Bool
}

struct ArgumentChoice: Sendable {
  var axis: Int
  var keepsAxis: Bool
  var takesLast: Bool

  init(attributes: inout AttributeReader) throws {
    axis = try attributes.integer("axis") ?? 0
    keepsAxis = try attributes.integer("keepdims") ?? 1 != 0
    takesLast = try attributes.integer("select_last_index") == 1
  }
}

extension ArgumentReductionOperator {
  static var kind: TiledKind { .reduce }
  static var inputCount: ClosedRange<Int> { 1...1 }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    var shape = try inputs.required(0).type.shape
    let axis = try Axes.normalized(choice.axis, rank: shape.count)
    if choice.keepsAxis { shape[axis] = 1 } else { shape.remove(at: axis) }
    return [TensorType(.int64, shape)]
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    let shape = try inputs.required(0).type.shape
    return ArgumentTile(
      operation: self, input: shape, axis: try Axes.normalized(choice.axis, rank: shape.count))
  }
}

/// ONNX `ArgMax`: the index of the largest element along an axis, the first of equals unless told otherwise.
struct ArgMax: ArgumentReductionOperator {
  static let name = "ArgMax"
  var choice: ArgumentChoice
  init(attributes: inout AttributeReader) throws { choice = try ArgumentChoice(attributes: &attributes) }
  static func isBetter<Key: Comparable>(_ value: Key, than best: Key) -> Bool { value > best }
}

/// ONNX `ArgMin`: the index of the smallest element along an axis, the first of equals unless told otherwise.
struct ArgMin: ArgumentReductionOperator {
  static let name = "ArgMin"
  var choice: ArgumentChoice
  init(attributes: inout AttributeReader) throws { choice = try ArgumentChoice(attributes: &attributes) }
  static func isBetter<Key: Comparable>(_ value: Key, than best: Key) -> Bool { value < best }
}

/// Boxes of an ArgMax or ArgMin.
struct ArgumentTile: TileableOperator {
  let operation: any ArgumentReductionOperator
  let input: [Int]
  let axis: Int

  private var keepsAxis: Bool { operation.choice.keepsAxis }

  var splittableAxes: [Int] {
    let kept = input.indices.filter { $0 != axis }
    return keepsAxis ? kept : Array(kept.indices)
  }

  func inputBox(_ index: Int, for output: Box) -> Box? {
    var lower = output.lowerBounds
    var extent = output.shape
    if keepsAxis {
      extent[axis] = input[axis]
    } else {
      lower.insert(0, at: axis)
      extent.insert(input[axis], at: axis)
    }
    return Box(lower: lower, extent: extent)
  }

  func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
    let part = try inputs.required(0)
    let indices =
      part.type.isReal
      ? indices(of: part.floats, shape: part.shape, count: output.elementCount)
      : indices(of: part.orderedIntegers, shape: part.shape, count: output.elementCount)
    return Tensor(TensorType(.int64, output.shape), integers: indices)
  }

  private func indices<Key: Comparable>(of values: [Key], shape: [Int], count: Int) -> [Int64] {
    let inner = shape[(axis + 1)...].reduce(1, *)
    let length = input[axis]
    let kind = type(of: operation)
    let takesLast = operation.choice.takesLast
    return (0..<count).map { element -> Int64 in
      let start = element / inner * length * inner + element % inner
      var best = 0
      for index in 1..<max(1, length) {
        let value = values[start + index * inner]
        let champion = values[start + best * inner]
        if kind.isBetter(value, than: champion) || takesLast && value == champion { best = index }
      }
      return Int64(best)
    }
  }

  func scalarOperations(for output: Box) -> Int { output.elementCount * input[axis] }
}
