import Onnx
import Tensors

/// `Scan`: its body once for each slice of its scanned inputs.
enum ScanRule {
  static func resolve(_ call: StructuralCall) throws -> [ImportedValue]? {
    let body = try call.node.body("body")
    let isBatched = try call.importer.opset(of: call.node, in: call.scope) < 9
    let scan = try ScanShape(call, body, isBatched: isBatched)
    guard isBatched else {
      let inputs = try call.inputs.indices.map { try call.tensor($0) }
      return try scan.run(inputs, length: nil, Unrolling(of: body, call)).map { .tensor($0) }
    }
    return try batched(scan, body, call)
  }

  /// Before operator set 9: axis 0 of everything counts samples, and each sample has its own length.
  private static func batched(
    _ scan: ScanShape, _ body: OnnxGraph, _ call: StructuralCall
  ) throws -> [ImportedValue] {
    let inputs = try call.inputs.indices.dropFirst().map { try call.tensor($0) }
    guard let samples = inputs.first.flatMap({ call.type(of: $0).shape.first }), samples > 0 else {
      throw GraphError("has no samples", remedy: "axis 0 of its inputs counts them")
    }
    var lengths: [Int]?
    if case .tensor(let index)? = call.input(0) {
      lengths = try call.assembly.decide(by: index).integers.map { Int($0) }
    }
    guard lengths?.count ?? samples == samples else {
      throw GraphError("has \(lengths?.count ?? 0) sequence lengths", remedy: "there are \(samples) samples")
    }
    var columns: [[ValueIndex]] = []
    for sample in 0..<samples {
      let index = call.constant(.scalar(Int64(sample)))
      let parts = try inputs.map {
        try call.add("Gather", [$0, index], ["axis": .integer(0)], part: "sample")
      }
      let results = try scan.run(parts, length: lengths?[sample], Unrolling(of: body, call))
      if columns.isEmpty { columns = results.map { _ in [] } }
      for (column, value) in results.enumerated() { columns[column].append(value) }
    }
    return try columns.map { rows in
      let axes = call.integers([0])
      let stacked = try rows.map { try call.add("Unsqueeze", [$0, axes], part: "stack") }
      return .tensor(try call.add("Concat", stacked, ["axis": .integer(0)], part: "stack"))
    }
  }
}

/// Which inputs and outputs of a Scan are states and which are scanned, and how.
private struct ScanShape {
  let call: StructuralCall
  let body: OnnxGraph
  let scannedCount: Int
  let stateCount: Int
  let inputAxes: [Int]
  let inputsReversed: [Bool]
  let outputAxes: [Int]
  let outputsReversed: [Bool]

  init(_ call: StructuralCall, _ body: OnnxGraph, isBatched: Bool) throws {
    self.call = call
    self.body = body
    let inputCount = call.inputs.count - (isBatched ? 1 : 0)
    guard let scanned = try call.node.integer("num_scan_inputs"), 1...max(1, inputCount) ~= scanned,
      body.inputs.count == inputCount, body.outputs.count >= inputCount - scanned
    else {
      throw GraphError(
        "has \(inputCount) inputs, its body takes \(body.inputs.count) and gives \(body.outputs.count)",
        remedy: "num_scan_inputs says how many of them are scanned")
    }
    scannedCount = scanned
    stateCount = inputCount - scanned
    let stacked = body.outputs.count - stateCount
    func list(_ name: String, _ count: Int) throws -> [Int] {
      let numbers = try call.node.integers(name) ?? [Int](repeating: 0, count: count)
      guard numbers.count == count else {
        throw GraphError("\(name) has \(numbers.count) entries", remedy: "there are \(count)")
      }
      return numbers
    }
    inputAxes = try list("scan_input_axes", scanned)
    outputAxes = try list("scan_output_axes", stacked)
    inputsReversed = try list(isBatched ? "directions" : "scan_input_directions", scanned).map { $0 == 1 }
    outputsReversed = try list("scan_output_directions", stacked).map { $0 == 1 }
  }

  /// - Parameter length: how many slices to take; nil for all. Outputs are filled up with zeros.
  func run(_ inputs: [ValueIndex], length: Int?, _ unrolling: Unrolling) throws -> [ValueIndex] {
    var states = Array(inputs.prefix(stateCount))
    let scanned = Array(inputs.suffix(scannedCount))
    let axes = try zip(scanned, inputAxes).map {
      try Axes.normalized($1, rank: call.type(of: $0).shape.count)
    }
    let lengths = zip(scanned, axes).map { call.type(of: $0).shape[$1] }
    guard Set(lengths).count == 1 else {
      throw GraphError("scans axes of lengths \(lengths)", remedy: "they have to be equal")
    }
    let total = lengths[0]
    let count = length ?? total
    guard 0...total ~= count else {
      throw GraphError("a sequence of \(count) is longer than its axis of \(total)")
    }
    try Unrolling.checkCount(count)
    var stacks = body.outputs.dropFirst(stateCount).map { ScanStack(of: $0) }
    for iteration in 0..<count {
      let slices = try scanned.indices.map { index -> ValueIndex in
        let place = inputsReversed[index] ? count - 1 - iteration : iteration
        return try call.add(
          "Gather", [scanned[index], call.constant(.scalar(Int64(place)))],
          ["axis": .integer(axes[index])], part: "slice")
      }
      let results = try unrolling.iterate(iteration, (states + slices).map { .tensor($0) })
      states = try results.prefix(stateCount).map { try tensor($0) }
      for (index, result) in results.dropFirst(stateCount).enumerated() { try stacks[index].append(result) }
    }
    return states + (try stacks.indices.map { try stack(stacks[$0], $0, missing: total - count) })
  }

  private func stack(_ stack: ScanStack, _ index: Int, missing: Int) throws -> ValueIndex {
    var stack = stack
    if outputsReversed[index] { stack.reverse() }
    let rank = stack.elements.first.map { call.type(of: $0).shape.count + 1 }
    let axis = try rank.map { try Axes.normalized(outputAxes[index], rank: $0) } ?? 0
    let stacked = try stack.stacked(axis: axis, call)
    guard missing > 0 else { return stacked }
    var type = call.type(of: stacked)
    type.shape[axis] = missing
    return try call.add(
      "Concat", [stacked, call.constant(Tensor(zeros: type))], ["axis": .integer(axis)], part: "fill")
  }

  private func tensor(_ value: ImportedValue) throws -> ValueIndex {
    guard case .tensor(let index) = value else {
      throw GraphError("a state is \(value.kind)", remedy: "states are tensors")
    }
    return index
  }
}
