import Documents
import Tensors

/// A graph put together again as a file of one operator set would have it: no fused steps, settings as inputs, every
/// type what the operators themselves infer.
///
/// It is assembled by the code that imports models, so what an importer finds out early (shapes, small constants) is
/// found out here already, and an import of the file gives this graph.
struct StandardForm {
  let original: Graph
  let opset: Int
  /// Whether weights that follow from the fill formula stay so.
  let keepsFormulas: Bool
  let assembly: GraphAssembly
  private var valueNames: [String]
  private var names: UniqueNames
  private var nodeNames = UniqueNames()
  /// The new value for each old one.
  private var values: [ValueIndex: ValueIndex] = [:]
  /// fp32 copies of new values.
  private var widened: [ValueIndex: ValueIndex] = [:]
  /// Constants that nodes without other inputs read: they may be folded away, so their numbers are needed.
  private let foldable: Set<ValueIndex>

  init(of graph: Graph, opset: Int, keepsFormulas: Bool) {
    original = graph
    self.opset = opset
    self.keepsFormulas = keepsFormulas
    assembly = GraphAssembly(name: graph.name, allowsEmptyTensors: true)
    var names = UniqueNames()
    var valueNames = [String](repeating: "", count: graph.values.count)
    let first = graph.inputs + graph.outputs
    for value in first + Array(graph.values.indices) where valueNames[value].isEmpty {
      valueNames[value] = names.take(graph.values[value].name)
    }
    (self.names, self.valueNames) = (names, valueNames)
    foldable = Set(
      graph.nodes.lazy.filter { $0.inputs.allSatisfy { $0.map(graph.isConstant) ?? true } }
        .flatMap { $0.inputs.compactMap { $0 } })
  }

  /// - Throws: `InputError` at the node that cannot be written.
  mutating func graph() throws -> Graph {
    if !original.givenInputs.isEmpty { assembly.observer = dataObserver }
    for input in original.inputs {
      try locating(place(of: input)) { try defineInput(input) }
    }
    for node in original.nodes {
      try locating("\(original.name): node “\(node.name)”") { try append(node) }
    }
    assembly.setOutputs(try outputs())
    assembly.keep(inputs: original.givenInputs)
    return assembly.graph
  }

  /// Shapes that follow from data follow from the same data as in the original. Where they leave room for the most, as in
  /// workloads, they do so again, and `filledUp` says it in the file.
  private var dataObserver: DataObserver {
    let original = original
    let values = Lazy { original.seededInputs() }
    return DataObserver { input in
      let index = original.inputs.first { original.values[$0].name == input.name }
      return index.flatMap { values.value[$0] } ?? Tensor(zeros: input.type)
    }
  }

  private func place(of value: ValueIndex) -> String {
    "\(original.name): value “\(original.values[value].name)”"
  }

  private mutating func defineInput(_ input: ValueIndex) throws {
    var value = original.values[input]
    try refuseQuantized(value.type)
    value.name = valueNames[input]
    values[input] = value.initializer == nil ? assembly.addInput(value) : assembly.addConstant(value)
  }

  private func refuseQuantized(_ type: TensorType) throws {
    guard type.quantization == nil else {
      throw GraphError(
        "is stored in \(type.element.rawValue) with a scale, for which ONNX has no type",
        remedy: "export the model in fp32, fp16 or bf16")
    }
  }

  private mutating func outputs() throws -> [ValueIndex] {
    var seen: Set<ValueIndex> = []
    return try original.outputs.map { output in
      try locating(place(of: output)) {
        let value = try self.value(output)
        guard !seen.insert(value).inserted else { return value }
        // A model's outputs have different names.
        let name = names.take(valueNames[output])
        return try append("Identity", name: name, [value], outputs: [name])[0]
      }
    }
  }

  /// The new value for an old one; constants are added when they are first read.
  private mutating func value(_ old: ValueIndex) throws -> ValueIndex {
    if let value = values[old] { return value }
    var value = original.values[old]
    guard let initializer = value.initializer else {
      preconditionFailure("“\(value.name)” is read before it is made")
    }
    try refuseQuantized(value.type)
    value.name = valueNames[old]
    let isFormula = if case .fill = initializer { true } else { false }
    let isInspected = value.type.elementCount <= Graph.inspectedElementCount || foldable.contains(old)
    if isInspected, !(isFormula && keepsFormulas) { value.initializer = .dense(try original.constant(old)) }
    let new = assembly.addConstant(value)
    values[old] = new
    return new
  }

  private mutating func append(_ node: Node) throws {
    let types = node.outputs.map { original.values[$0].type }
    let finals = node.outputs.map { valueNames[$0] }
    var inputs = try node.inputs.map { try $0.map { try value($0) } }
    let isWide = computesWide(node, inputs, types)
    if isWide { inputs = try inputs.map { try $0.map { try wide($0) } } }
    var results: [ValueIndex]
    if let cell = node.operation as? any RecurrentCell {
      results = [try append(cell, name: node.name, inputs.compactMap { $0 })]
      if node.epilogue.isEmpty { assembly.rename(results[0], to: finals[0]) }
    } else {
      var outputs = finals
      if !node.epilogue.isEmpty { outputs[0] = names.take("\(node.name).result") }
      let leavesRoom = node.operation is NonMaxSuppression && original.givenInputs.isEmpty
      if leavesRoom { outputs[0] = names.take("\(node.name).chosen") }
      results = try append(
        node.operation, node.source, name: node.name, inputs: inputs, outputs: outputs)
      if leavesRoom { results[0] = try filledUp(results[0], to: types[0], name: finals[0]) }
    }
    for (index, step) in node.epilogue.enumerated() {
      let isLast = index == node.epilogue.count - 1
      var operands = try step.inputs.map { try $0.map { try value($0) } }
      if isWide { operands = try operands.map { try $0.map { try wide($0) } } }
      operands[step.position] = results[0]
      let output = isLast ? finals[0] : names.take("\(step.name).result")
      results[0] = try append(
        step.operation, step.source, name: step.name, inputs: operands, outputs: [output])[0]
    }
    for (position, old) in node.outputs.enumerated() {
      values[old] = try stored(results[position], as: types[position], name: finals[position])
    }
  }

  /// Rows, however many there are, with −1 behind them up to the number that there is room for.
  private mutating func filledUp(
    _ rows: ValueIndex, to type: TensorType, name: String
  ) throws -> ValueIndex {
    let unused = [Int64](repeating: -1, count: type.elementCount)
    let fill = constant(Tensor(type, integers: unused), name: "\(name).unused")
    let joined = try append(
      "Concat", name: "\(name)/joined", [rows, fill], ["axis": .integer(0)],
      outputs: [names.take("\(name).joined")])[0]
    let cuts = [("starts", 0), ("ends", type.shape[0]), ("axes", 0)].map { slot, number in
      constant(Tensor(TensorType(.int64, [1]), integers: [Int64(number)]), name: "\(name).\(slot)")
    }
    return try append("Slice", name: "\(name)/room", [joined] + cuts, outputs: [name])[0]
  }

  /// Whether a node is computed in fp32 and rounded behind its steps: where there are steps, where ONNX does not
  /// allow the operator on narrower types, or where its own result would not be of the type that it is stored in.
  private func computesWide(_ node: Node, _ inputs: [ValueIndex?], _ types: [TensorType]) -> Bool {
    let name = type(of: node.operation).name
    let given = inputs.compactMap { $0.map { assembly.graph.values[$0].type } }
    if node.operation is any RecurrentCell { return true }
    if given.contains(where: { $0.isReal && !NarrowTypes.isAllowed($0, for: name) }) { return true }
    guard types[0].isReal else { return false }
    if !node.epilogue.isEmpty { return types[0].element != .float32 }
    guard let inferred = try? inferredTypes(of: node.operation, inputs: inputs, in: assembly.graph) else {
      return false
    }
    return zip(inferred, types).contains { $0.isReal && $1.isReal && $0.element != $1.element }
  }

  /// A value in fp32, if it stands for real numbers.
  private mutating func wide(_ value: ValueIndex) throws -> ValueIndex {
    let type = assembly.graph.values[value].type
    guard type.isReal, type.element != .float32 else { return value }
    try refuseQuantized(type)
    if let known = widened[value] { return known }
    let name = names.take("\(assembly.graph.values[value].name).fp32")
    let copy = try cast(value, to: .float32, name: name)
    widened[value] = copy
    return copy
  }

  /// A result under its final name, rounded to the type that it is stored in.
  private mutating func stored(
    _ result: ValueIndex, as type: TensorType, name: String
  ) throws -> ValueIndex {
    let made = assembly.graph.values[result].type
    guard made != type else { return result }
    guard made.shape == type.shape, made.quantization == nil, type.quantization == nil,
      made.element == .float32, type.isReal
    else {
      throw GraphError(
        "is stored as \(type.element.rawValue) \(type.shape), and would be \(made.element.rawValue) \(made.shape)",
        remedy: "export the model in fp32, fp16 or bf16")
    }
    assembly.rename(result, to: names.take("\(name).fp32"))
    return try cast(result, to: type.element, name: name)
  }

  private mutating func cast(_ value: ValueIndex, to element: ElementType, name: String) throws -> ValueIndex
  {
    try append("Cast", name: name, [value], ["to": .integer(element.onnx.rawValue)], outputs: [name])[0]
  }

  /// Adds an operator as the operator set has it.
  private mutating func append(
    _ operation: any Operator, _ source: OperatorSource?, name: String, inputs: [ValueIndex?],
    outputs: [String]
  ) throws -> [ValueIndex] {
    if operation is Requantize {
      return [try appendRequantization(name: name, inputs.compactMap { $0 }, output: outputs[0])]
    }
    if var product = operation as? any IntegerProduct, let points = product.bound {
      product.bound = nil
      let bound = zip([points.a, points.b], inputs).enumerated().map { index, pair in
        pair.1.map { zeroPoint(pair.0, of: $0, name: "\(name).zeroPoint\(index)") }
      }
      return try append(product, source, name: name, inputs: inputs + bound, outputs: outputs)
    }
    let node = try StandardNode(
      operation, source, opset: opset, inputs: inputs.map { $0.map { assembly.graph.values[$0].type } },
      outputCount: outputs.count)
    var inputs = inputs
    for (position, setting) in node.settings.sorted(by: { $0.key < $1.key }) {
      while inputs.count <= position { inputs.append(nil) }
      guard inputs[position] == nil else { continue }
      inputs[position] = constant(setting.tensor, name: "\(name).\(setting.name)")
    }
    if node.scalesMove { inputs.insert(nil, at: 1) }
    return try append(node.name, name: name, inputs, node.attributes, outputs: outputs)
  }

  mutating func append(
    _ operation: String, name: String, _ inputs: [ValueIndex?], _ attributes: [String: AttributeValue] = [:],
    outputs: [String]
  ) throws -> [ValueIndex] {
    try assembly.append(
      AssembledNode(
        name: nodeNames.take(name), operation: operation, attributes: attributes, inputs: inputs,
        outputs: outputs, outputCount: outputs.count, opset: opset))
  }

  mutating func constant(_ tensor: Tensor, name: String) -> ValueIndex {
    assembly.addConstant(
      Value(name: names.take(name), type: tensor.type, initializer: .dense(tensor), isLearnable: false))
  }

  /// A name that no value has.
  mutating func freshName(_ name: String) -> String { names.take(name) }
}

/// A value that is made when somebody asks for it.
private final class Lazy<Made> {
  private let make: () -> Made
  private(set) lazy var value = make()

  init(_ make: @escaping () -> Made) { self.make = make }
}
