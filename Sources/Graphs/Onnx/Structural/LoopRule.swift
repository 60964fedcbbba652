import Onnx
import Tensors

/// `Loop`: its body once for each repetition.
enum LoopRule {
  static func resolve(_ call: StructuralCall) throws -> [ImportedValue]? {
    let body = try call.node.body("body")
    let carriedCount = max(0, call.inputs.count - 2)
    guard body.inputs.count == carriedCount + 2, body.outputs.count >= carriedCount + 1 else {
      throw GraphError(
        "carries \(carriedCount) values, its body takes \(body.inputs.count) and gives \(body.outputs.count)",
        remedy: "a body takes the count, the condition and the values; it gives the condition and the values")
    }
    let tripCount = try call.decidingInteger(0)
    var condition = try isTrue(call, call.input(1)) ?? true
    var carried = try (0..<carriedCount).map { try call.required($0 + 2) }
    var stacks = body.outputs.dropFirst(carriedCount + 1).map { ScanStack(of: $0) }
    if condition, body.keepsItsCondition { try Unrolling.checkCount(tripCount ?? .max) }
    let unrolling = try Unrolling(of: body, call)
    var iteration = 0
    while condition, tripCount.map({ iteration < $0 }) ?? true {
      let count = ImportedValue.tensor(call.constant(.scalar(Int64(iteration))))
      let bit = Tensor(TensorType(.bool, []), integers: [1])
      let results = try unrolling.iterate(iteration, [count, .tensor(call.constant(bit))] + carried)
      condition = try isTrue(call, results[0]) ?? true
      carried = Array(results[1..<carriedCount + 1])
      for (index, result) in results.dropFirst(carriedCount + 1).enumerated() {
        try stacks[index].append(result)
      }
      iteration += 1
    }
    return carried + (try stacks.map { .tensor(try $0.stacked(axis: 0, call)) })
  }

  private static func isTrue(_ call: StructuralCall, _ value: ImportedValue?) throws -> Bool? {
    guard case .tensor(let index)? = value else { return nil }
    let tensor = try call.assembly.decide(by: index)
    guard tensor.elementCount == 1, tensor.type.element == .bool else {
      throw GraphError(
        "its condition is \(tensor.type.element.rawValue) \(tensor.shape)", remedy: "expected one bool")
    }
    return tensor.integers[0] != 0
  }
}

extension OnnxGraph {
  /// Whether this body of a loop only hands on the condition that it is given: the loop runs as often as it was told.
  fileprivate var keepsItsCondition: Bool {
    guard inputs.count > 1 else { return false }
    var name = outputs[0].name
    // Every step goes to another node, so there are no more of them than nodes.
    for _ in 0...nodes.count where name != inputs[1].name {
      guard let node = nodes.first(where: { $0.outputs.contains(name) }),
        node.qualifiedOperation == "Identity", let source = node.inputs.first
      else { return false }
      name = source
    }
    return name == inputs[1].name
  }
}

/// The repetitions of a body; its initializers are there once.
struct Unrolling {
  private let body: OnnxGraph
  private let nodes: [OnnxNode]
  private let call: StructuralCall
  private let shared: OnnxScope
  private let name: String

  init(of body: OnnxGraph, _ call: StructuralCall) throws {
    self.body = body
    self.call = call
    nodes = try NodeOrder(body.nodes, file: call.importer.file).nodes
    name = call.importer.uniqueName("\(call.scope.prefix)\(call.node.label)")
    shared = call.scope.inner(name + "/")
    try call.importer.defineInitializers(of: body, in: shared)
  }

  /// - Throws: `GraphError` when a body is to be repeated more often than anybody could run.
  static func checkCount(_ count: Int) throws {
    guard count <= ModelImporter.maximumIterations else {
      throw GraphError(
        "repeats its body more than \(ModelImporter.maximumIterations) times",
        remedy: "a loop is unrolled; let it end earlier")
    }
  }

  /// - Returns: the outputs of the body for these inputs.
  func iterate(_ iteration: Int, _ inputs: [ImportedValue]) throws -> [ImportedValue] {
    try Unrolling.checkCount(iteration + 1)
    try call.importer.countStep()
    let scope = shared.inner("\(name).\(iteration)/")
    for (declared, value) in zip(body.inputs, inputs) { try scope.define(declared.name, value) }
    return try call.importer.nested {
      for node in nodes { try call.importer.importNode(node, in: scope) }
      return try call.importer.outputs(of: body, in: scope)
    }
  }
}

/// What the repetitions of a body give for one output, one behind the other.
struct ScanStack {
  private let declared: OnnxType?
  private let name: String
  private(set) var elements: [ValueIndex] = []

  init(of output: OnnxValueInfo) {
    declared = output.type
    name = output.name
  }

  mutating func append(_ value: ImportedValue) throws {
    guard case .tensor(let index) = value else {
      throw GraphError("its output “\(name)” is \(value.kind)", remedy: "only tensors can be stacked")
    }
    elements.append(index)
  }

  mutating func reverse() { elements.reverse() }

  /// One tensor with an axis that counts the repetitions.
  func stacked(axis: Int, _ call: StructuralCall) throws -> ValueIndex {
    guard let first = elements.first else { return call.constant(Tensor(zeros: try emptyType())) }
    let axes = call.integers([axis])
    let rows = try elements.map { try call.add("Unsqueeze", [$0, axes], part: "stack") }
    guard rows.count > 1 else { return rows[0] }
    if let other = elements.first(where: { call.type(of: $0) != call.type(of: first) }) {
      throw GraphError(
        "its output “\(name)” has shape \(call.type(of: first).shape) first, then \(call.type(of: other).shape)",
        remedy: "what is stacked has one shape")
    }
    return try call.add("Concat", rows, ["axis": .integer(axis)], part: "stack")
  }

  /// What stands for no repetition at all.
  private func emptyType() throws -> TensorType {
    guard case .tensor(let element, let shape)? = declared else {
      throw GraphError("never runs, and its output “\(name)” has no type", remedy: "declare it")
    }
    let lengths = (shape ?? []).map { if case .length(let length) = $0 { length } else { 0 } }
    let type = TensorType(try element.computable(), [0] + lengths)
    if let error = sizeError(of: type, allowsEmpty: true) { throw error }
    return type
  }
}
