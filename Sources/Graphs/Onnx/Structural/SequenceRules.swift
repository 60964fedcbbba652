import Onnx
import Tensors

/// Operators on sequences: lists of values of the graph.
enum SequenceRules {
  static func construct(_ call: StructuralCall) throws -> [ImportedValue]? {
    [.sequence(try call.inputs.indices.map { try call.required($0) })]
  }

  static func empty(_ call: StructuralCall) throws -> [ImportedValue]? { [.sequence([])] }

  static func insert(_ call: StructuralCall) throws -> [ImportedValue]? {
    var elements = try call.sequence(0)
    let element = try call.required(1)
    let position = try call.decidingInteger(2) ?? elements.count
    elements.insert(element, at: try place(position, in: 0..<elements.count + 1, count: elements.count))
    return [.sequence(elements)]
  }

  static func erase(_ call: StructuralCall) throws -> [ImportedValue]? {
    var elements = try call.sequence(0)
    let position = try call.decidingInteger(1) ?? -1
    elements.remove(at: try place(position, in: 0..<elements.count, count: elements.count))
    return [.sequence(elements)]
  }

  static func at(_ call: StructuralCall) throws -> [ImportedValue]? {
    let elements = try call.sequence(0)
    guard let position = try call.decidingInteger(1) else {
      throw GraphError("has no position", remedy: "say which element")
    }
    return [elements[try place(position, in: 0..<elements.count, count: elements.count)]]
  }

  static func length(_ call: StructuralCall) throws -> [ImportedValue]? {
    [.tensor(call.constant(.scalar(Int64(try call.sequence(0).count))))]
  }

  private static func place(_ position: Int, in range: Range<Int>, count: Int) throws -> Int {
    let place = position < 0 ? position &+ count : position
    guard range.contains(place) else {
      throw GraphError("position \(position) is outside a sequence of \(count)")
    }
    return place
  }
}

/// `SequenceMap`: the body once for each element.
enum SequenceMapRule {
  static func resolve(_ call: StructuralCall) throws -> [ImportedValue]? {
    let body = try call.node.body("body")
    let elements = try call.sequence(0)
    guard body.inputs.count == call.inputs.count else {
      throw GraphError(
        "is given \(call.inputs.count) inputs", remedy: "its body takes \(body.inputs.count)")
    }
    try Unrolling.checkCount(elements.count)
    let unrolling = try Unrolling(of: body, call)
    var columns = [[ImportedValue]](repeating: [], count: body.outputs.count)
    for index in elements.indices {
      let row = try call.inputs.indices.map { position -> ImportedValue in
        let input = try call.required(position)
        guard case .sequence(let others) = input else { return input }
        guard others.count == elements.count else {
          throw GraphError(
            "input \(position + 1) has \(others.count) elements", remedy: "the first has \(elements.count)")
        }
        return others[index]
      }
      for (column, value) in try unrolling.iterate(index, row).enumerated() { columns[column].append(value) }
    }
    return columns.map { .sequence($0) }
  }
}

/// `SplitToSequence`: parts of a tensor along an axis, as a sequence.
enum SplitToSequenceRule {
  static func resolve(_ call: StructuralCall) throws -> [ImportedValue]? {
    let input = try call.tensor(0)
    let shape = call.type(of: input).shape
    let axis = try Axes.normalized(try call.node.integer("axis") ?? 0, rank: shape.count)
    let keepsAxis = try call.input(1) != nil || call.node.integer("keepdims") ?? 1 != 0
    var start = 0
    return [
      .sequence(
        try lengths(call, total: shape[axis]).map { length in
          defer { start += length }
          let bounds = [start, start + length, axis].map { call.integers([$0]) }
          let part = try call.add("Slice", [input] + bounds, part: "part")
          return .tensor(keepsAxis ? part : try call.add("Squeeze", [part, bounds[2]], part: "part"))
        })
    ]
  }

  private static func lengths(_ call: StructuralCall, total: Int) throws -> [Int] {
    guard case .tensor(let index)? = call.input(1) else { return [Int](repeating: 1, count: total) }
    let split = try call.assembly.decide(by: index)
    guard !split.type.element.isFloatingPoint else {
      throw GraphError("its parts are \(split.type.element.rawValue)", remedy: "expected whole numbers")
    }
    let numbers = split.integers.map { Int($0) }
    guard split.shape.isEmpty, let length = numbers.first else {
      guard numbers.allSatisfy({ 0...total ~= $0 }), numbers.reduce(0, +) == total else {
        throw GraphError("parts \(numbers) do not add up to an axis of length \(total)")
      }
      return numbers
    }
    guard length > 0 else { throw GraphError("cuts into parts of length \(length)") }
    return stride(from: 0, to: total, by: length).map { min(length, total - $0) }
  }
}

/// `ConcatFromSequence`: the elements of a sequence one behind the other, along an axis of theirs or a new one.
enum ConcatFromSequenceRule {
  static func resolve(_ call: StructuralCall) throws -> [ImportedValue]? {
    let parts = try call.sequence(0).map { element -> ValueIndex in
      guard case .tensor(let index) = element else {
        throw GraphError("an element is \(element.kind)", remedy: "only tensors can be concatenated")
      }
      return index
    }
    guard let axis = try call.node.integer("axis"), !parts.isEmpty else {
      throw GraphError("has no axis, or an empty sequence", remedy: "give an axis and at least one element")
    }
    guard try call.node.integer("new_axis") ?? 0 != 0 else {
      return [.tensor(try call.add("Concat", parts, ["axis": .integer(axis)]))]
    }
    let axes = call.integers([axis])
    let rows = try parts.map { try call.add("Unsqueeze", [$0, axes]) }
    return [.tensor(try call.add("Concat", rows, ["axis": .integer(axis)]))]
  }
}
