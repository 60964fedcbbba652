import Tensors

/// ONNX `Unique`: the different elements (or slices along an axis), sorted or in order of first occurrence; where each
/// occurs first, which of them each element is, and how often each occurs.
///
/// How many is left to the data; for a constant it is exact, otherwise the results have room for all and end in zeros.
struct Unique: HostOperator {
  static let name = "Unique"
  static let inputCount = 1...1
  static let shapesDependOnData = true
  var axis: Int?
  var isSorted: Bool
  let outputCount: Int

  init(attributes: inout AttributeReader) throws {
    axis = try attributes.integer("axis")
    isSorted = try attributes.integer("sorted") ?? 1 != 0
    outputCount = attributes.outputCount ?? 4
  }

  /// The input's shape as the operator sees it, and the axis whose slices are compared.
  private func view(_ shape: [Int]) throws -> (shape: [Int], axis: Int) {
    guard let axis else { return ([shape.reduce(1, *)], 0) }
    return (shape, try Axes.normalized(axis, rank: shape.count))
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0)
    var (shape, axis) = try view(input.type.shape)
    let total = shape[axis]
    let count = try input.constant.map { try classes(of: $0).first.count } ?? total
    shape[axis] = count
    let whole = [
      TensorType(input.type.element, shape, quantization: input.type.quantization),
      TensorType(.int64, [count]), TensorType(.int64, [total]), TensorType(.int64, [count]),
    ]
    return Array(whole.prefix(outputCount))
  }

  /// First slice of each class, in the order of the result, and the class of each slice.
  private func classes(of input: Tensor) throws -> (first: [Int], members: [Int]) {
    let (shape, axis) = try view(input.shape)
    let keys = Unique.slices(of: input, shape: shape, axis: axis)
    let order = keys.indices.sorted { keys[$0] == keys[$1] ? $0 < $1 : keys[$0].precedes(keys[$1]) }
    var first: [Int] = []
    var members = [Int](repeating: 0, count: keys.count)
    for index in order {
      if let last = first.last, keys[last] == keys[index] {
        members[index] = first.count - 1
      } else {
        members[index] = first.count
        first.append(index)
      }
    }
    if isSorted { return (first, members) }
    let byOccurrence = first.indices.sorted { first[$0] < first[$1] }
    var rank = [Int](repeating: 0, count: first.count)
    for (position, old) in byOccurrence.enumerated() { rank[old] = position }
    return (byOccurrence.map { first[$0] }, members.map { rank[$0] })
  }

  private static func slices(of input: Tensor, shape: [Int], axis: Int) -> [SliceKey] {
    let inner = shape[(axis + 1)...].reduce(1, *)
    let outer = shape[..<axis].reduce(1, *)
    let reals = input.type.isReal ? input.floats : []
    let wholes = input.type.isReal ? [] : input.orderedIntegers
    return (0..<shape[axis]).map { index in
      let places = (0..<outer).flatMap { block in
        let start = (block * shape[axis] + index) * inner
        return start..<start + inner
      }
      return reals.isEmpty ? .wholes(places.map { wholes[$0] }) : .reals(places.map { reals[$0] })
    }
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let input = try inputs.required(0)
    let (shape, axis) = try view(input.shape)
    let (first, members) = try classes(of: input)
    let room = outputs[0].shape[axis]
    var counts = [Int64](repeating: 0, count: room)
    for member in members { counts[member] += 1 }
    var places = shape.map { Array(0..<$0) }
    places[axis] = (0..<room).map { $0 < first.count ? first[$0] : -1 }
    let values = try SeparableMove(input: shape, places: places).evaluateWhole(
      [input.reshaped(to: shape)], shape: outputs[0].shape)
    let firsts = (0..<room).map { $0 < first.count ? Int64(first[$0]) : 0 }
    let whole = [
      values, Tensor(TensorType(.int64, [room]), integers: firsts),
      Tensor(TensorType(.int64, [members.count]), integers: members.map { Int64($0) }),
      Tensor(TensorType(.int64, [room]), integers: counts),
    ]
    return Array(whole.prefix(outputs.count))
  }

  /// A sort of the slices, every comparison through the whole slice at worst.
  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    let count = inputs[0]?.elementCount ?? 0
    return Work(scalarOperations: count * max(1, Int.bitWidth - count.leadingZeroBitCount))
  }
}

/// The elements of one slice, to be compared with others.
private enum SliceKey: Equatable {
  case reals([Float])
  case wholes([Int64])

  func precedes(_ other: SliceKey) -> Bool {
    switch (self, other) {
    case (.reals(let a), .reals(let b)): a.lexicographicallyPrecedes(b)
    case (.wholes(let a), .wholes(let b)): a.lexicographicallyPrecedes(b)
    default: false
    }
  }
}
