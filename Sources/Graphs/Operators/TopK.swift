import Tensors

/// ONNX `TopK`: the k largest (or smallest) elements along an axis and their indices; among equals the first.
struct TopK: HostOperator {
  static let name = "TopK"
  static let inputCount = 1...2
  var axis: Int
  var takesLargest: Bool
  /// Of models before opset 10.
  var count: Int?

  init(attributes: inout AttributeReader) throws {
    axis = try attributes.integer("axis") ?? -1
    takesLargest = try attributes.integer("largest") ?? 1 != 0
    count = try attributes.integer("k")
    _ = try attributes.integer("sorted")
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let axis = try Axes.normalized(axis, rank: input.shape.count)
    guard let count = try inputs.fixedIntegers(1, "k")?.first ?? count else {
      throw GraphError("TopK has no k", remedy: "say how many elements to take")
    }
    guard 0...input.shape[axis] ~= count else {
      throw GraphError("k is \(count) and axis \(axis) of \(input.shape) has \(input.shape[axis]) elements")
    }
    var shape = input.shape
    shape[axis] = count
    return [TensorType(try ElementAgreement.common(of: [input]), shape), TensorType(.int64, shape)]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let input = try inputs.required(0)
    let axis = try Axes.normalized(axis, rank: input.shape.count)
    let reals = input.type.isReal ? input.floats : []
    let wholes = input.type.isReal ? [] : input.orderedIntegers
    let length = input.shape[axis]
    let inner = input.shape[(axis + 1)...].reduce(1, *)
    let wanted = outputs[0].shape[axis]
    var places = [Int](repeating: 0, count: outputs[0].elementCount)
    var indices = [Int64](repeating: 0, count: places.count)
    for outer in 0..<input.shape[..<axis].reduce(1, *) {
      for column in 0..<inner {
        let start = outer * length * inner + column
        let order =
          reals.isEmpty
          ? order(length) { wholes[start + $0 * inner] } : order(length) { reals[start + $0 * inner] }
        for rank in 0..<wanted {
          let target = (outer * wanted + rank) * inner + column
          places[target] = start + order[rank] * inner
          indices[target] = Int64(order[rank])
        }
      }
    }
    let values = try RawElements.moving(input, to: outputs[0].shape) { source, target, width in
      places.withUnsafeBufferPointer {
        RawElements.copyGathered(
          from: source, places: $0.baseAddress!, filler: source, to: target, count: places.count, width: width
        )
      }
    }
    let result = [values, Tensor(TensorType(.int64, outputs[0].shape), integers: indices)]
    return Array(result.prefix(outputs.count))
  }

  /// The places of a row, best first, the first of equals before the others.
  private func order<Key: Comparable>(_ length: Int, key: (Int) -> Key) -> [Int] {
    let keys = (0..<length).map(key)
    return keys.indices.sorted { left, right in
      let (a, b) = (keys[left], keys[right])
      return a == b ? left < right : takesLargest ? a > b : a < b
    }
  }

  /// A sort of each row: log₂ comparisons an element.
  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    let input = inputs[0]!
    let bits = max(1, Int.bitWidth - input.elementCount.leadingZeroBitCount)
    return Work(scalarOperations: input.elementCount * bits)
  }
}
