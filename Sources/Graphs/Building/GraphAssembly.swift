import Tensors

/// A graph that grows node by node; types and small constants are known as soon as a node is added.
///
/// A reference, since those who describe composite operators and those who look at data all work on the same graph.
final class GraphAssembly {
  private(set) var graph: Graph
  /// For each value the node that makes it.
  private var producers: [NodeIndex?] = []
  /// Computes values that shapes depend on; nil where a model has to do without data.
  var observer: DataObserver?
  /// Values that decided what the graph looks like. A run has to compute them, too.
  private(set) var decidingValues: [ValueIndex] = []
  /// Whether tensors may have axes of length 0.
  let allowsEmptyTensors: Bool

  init(name: String, allowsEmptyTensors: Bool = false) {
    graph = Graph(name: name)
    self.allowsEmptyTensors = allowsEmptyTensors
  }

  func addInput(_ value: Value) -> ValueIndex {
    let index = add(value)
    graph.inputs.append(index)
    return index
  }

  func addConstant(_ value: Value) -> ValueIndex { add(value) }

  private func add(_ value: Value, madeBy node: NodeIndex? = nil) -> ValueIndex {
    graph.values.append(value)
    producers.append(node)
    return graph.values.count - 1
  }

  func rename(_ value: ValueIndex, to name: String) { graph.values[value].name = name }

  func setOutputs(_ outputs: [ValueIndex]) { graph.outputs = outputs }

  /// Makes inputs stand for the data that types were inferred from.
  func keep(inputs: [String: Tensor]) { graph.givenInputs = inputs }

  /// Adds an operator, native or composite.
  /// - Returns: its outputs, those named first.
  /// - Throws: `GraphError`, or `InputError` where it lies in a file that a constant comes from.
  func append(_ node: AssembledNode) throws -> [ValueIndex] {
    var node = node
    dropEmptyParts(of: &node)
    while node.inputs.last == .some(nil) { node.inputs.removeLast() }
    if let composite = CompositeRegistry.type(named: node.operation) {
      return try compose(composite, node)
    }
    let (operation, source) = try OperatorRegistry.describedOperator(
      node.operation, attributes: node.attributes, opset: node.opset, outputCount: node.outputCount,
      validWords: node.validWords)
    let types = try inferredTypes(of: operation, inputs: node.inputs)
    guard node.outputs.count <= types.count else {
      throw GraphError(
        "names \(node.outputs.count) outputs", remedy: "\(node.operation) has \(types.count)")
    }
    for type in types { try checkSize(of: type) }
    let outputs = types.enumerated().map { position, type in
      let given = position < node.outputs.count ? node.outputs[position] : ""
      return add(Value(name: given.isEmpty ? "\(node.name).\(position)" : given, type: type))
    }
    let whole = Node(
      name: node.name, operation: operation, source: source, inputs: node.inputs, outputs: outputs)
    if let known = try graph.valuesKnownEarly(of: whole) ?? valuesOfNothing(whole) {
      for (output, initializer) in zip(outputs, known) { settle(output, initializer) }
    } else if types.allSatisfy({ $0.elementCount == 0 }) {
      // Nothing to compute, whatever the inputs.
      for (output, type) in zip(outputs, types) { settle(output, .dense(Tensor(zeros: type))) }
    } else {
      for output in outputs { producers[output] = graph.nodes.count }
      graph.nodes.append(whole)
    }
    return outputs
  }

  /// What an operator makes of a tensor without elements, where all else it reads is small settings: known, then, from the data
  /// of the run.
  private func valuesOfNothing(_ node: Node) throws -> [Initializer]? {
    let inputs = node.inputs.compactMap { $0 }
    let open = inputs.filter { graph.values[$0].initializer == nil }
    guard observer != nil, inputs.contains(where: { graph.values[$0].type.elementCount == 0 }),
      open.allSatisfy({
        !graph.values[$0].type.isReal && graph.values[$0].type.elementCount <= Box.maximumRank
      })
    else { return nil }
    for value in open { _ = try decide(by: value) }
    let tensors = try node.inputs.map { try $0.map { try value(of: $0) } }
    return try NodeEvaluator(node, in: graph).evaluate(inputs: tensors).map { .dense($0) }
  }

  /// Takes out inputs without elements where they change nothing, so that machines never meet them: parts of a
  /// concatenation, and settings whose absence says the same.
  private func dropEmptyParts(of node: inout AssembledNode) {
    func isEmpty(_ value: ValueIndex?) -> Bool {
      value.map { graph.values[$0].type.elementCount == 0 } ?? false
    }
    switch node.operation {
    case "Concat":
      let parts = node.inputs.filter { !isEmpty($0) }
      if !parts.isEmpty { node.inputs = parts }
    case "Resize", "Upsample":
      for position in node.inputs.indices.dropFirst() where isEmpty(node.inputs[position]) {
        node.inputs[position] = nil
      }
    default: break
    }
  }

  private func settle(_ value: ValueIndex, _ initializer: Initializer) {
    graph.values[value].initializer = initializer
    graph.values[value].isLearnable = false
  }

  private func checkSize(of type: TensorType) throws {
    if let error = sizeError(of: type, allowsEmpty: allowsEmptyTensors) { throw error }
  }

  private func compose(
    _ composite: any CompositeOperator.Type, _ node: AssembledNode
  ) throws -> [ValueIndex] {
    var reader = AttributeReader(node.attributes, opset: node.opset, outputCount: node.outputCount)
    let operation = try composite.init(attributes: &reader)
    try reader.finish(validWords: node.validWords)
    try checkInputCount(of: composite.name, composite.inputCount, node.inputs)
    let firstOfItsOwn = graph.values.count
    var body = Composition(of: node.name, in: self)
    let results = try operation.compose(node.inputs.map { $0.map(Operand.init) }, in: &body)
    guard let some = results.compactMap({ $0?.value }).first else {
      throw GraphError("\(composite.name) has no outputs")
    }
    return try node.outputs.enumerated().map { position, name in
      guard position < results.count, let result = results[position]?.value else {
        guard name.isEmpty else {
          throw GraphError("output \(position) of \(composite.name) is not offered")
        }
        return some
      }
      if result >= firstOfItsOwn, !name.isEmpty { graph.values[result].name = name }
      return result
    }
  }

  private func inferredTypes(of operation: any Operator, inputs: [ValueIndex?]) throws -> [TensorType] {
    let kind = type(of: operation)
    try checkInputCount(of: kind.name, kind.inputCount, inputs)
    var known = try inputs.map { try graph.operatorInput($0) }
    if kind.shapesDependOnData, observer != nil {
      for (position, value) in inputs.enumerated() where known[position]?.constant == nil {
        known[position]?.constant = try value.map { try self.value(of: $0).computing }
      }
    }
    while true {
      do {
        return try operation.outputTypes(for: known)
      } catch let error as GraphError {
        guard let position = error.neededInput, observer != nil, position < inputs.count,
          let value = inputs[position], known[position]?.constant == nil
        else { throw error }
        known[position]?.constant = try decide(by: value).computing
      }
    }
  }

  /// The values of a tensor that decide what the graph looks like.
  /// - Throws: `GraphError` where there is no data to look at.
  func decide(by value: ValueIndex) throws -> Tensor {
    if producers[value] != nil { decidingValues.append(value) }
    return try self.value(of: value)
  }

  /// The values of a tensor, computed from the data of the run where they are not constant.
  /// - Throws: `GraphError` where there is no data to look at.
  func value(of value: ValueIndex) throws -> Tensor {
    if graph.values[value].initializer != nil { return try graph.constant(value) }
    guard let observer else {
      throw GraphError(
        "“\(graph.values[value].name)” is not known before the run", remedy: "make it a constant")
    }
    return try observer.value(of: value, in: graph, producers: producers)
  }
}
