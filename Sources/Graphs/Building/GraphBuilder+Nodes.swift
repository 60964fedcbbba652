import Documents
import Tensors

extension GraphBuilder {
  /// Adds a node whose inputs are all there already.
  func append(_ node: NodeDescription, to graph: inout Graph, names: inout NameTable) throws {
    let place = place(of: node)
    var inputs = try node.inputs.map { try $0.map { try names.value($0, at: place) } }
    do {
      let attributes = try complete(node, &inputs, in: &graph, names: &names)
      let operation = try OperatorRegistry.make(
        node.operation, attributes: attributes, validWords: node.validWords)
      let types = try inferredTypes(of: operation, inputs: inputs, in: graph)
      guard node.outputs.count <= types.count else {
        throw GraphError(
          "names \(node.outputs.count) outputs", remedy: "\(node.operation) has \(types.count)")
      }
      let outputs = try addOutputs(of: node, types, to: &graph, names: &names)
      let whole = Node(name: node.name, operation: operation, inputs: inputs, outputs: outputs)
      if let known = try graph.valuesKnownEarly(of: whole) {
        for (output, initializer) in zip(outputs, known) {
          graph.values[output].initializer = initializer
          graph.values[output].isLearnable = false
        }
      } else {
        graph.nodes.append(whole)
      }
    } catch let error as GraphError {
      throw InputError(at: place, error.reason, remedy: error.remedy)
    }
  }

  /// Adds the constants that the file leaves to be inferred.
  /// - Returns: all attributes.
  private func complete(
    _ node: NodeDescription, _ inputs: inout [ValueIndex?], in graph: inout Graph, names: inout NameTable
  ) throws -> [String: AttributeValue] {
    var attributes = node.attributes
    if let completion = try node.completion?(inputs.map { $0.map { graph.values[$0].type } }) {
      attributes.merge(completion.attributes) { given, _ in given }
      for (position, value) in completion.constants.sorted(by: { $0.key < $1.key }) {
        while inputs.count <= position { inputs.append(nil) }
        inputs[position] = graph.values.count
        try names.define(value.name, .value(graph.values.count), at: place(of: node))
        try checkSize(of: value.type, at: "\(place(of: node)), input “\(value.name)”")
        graph.values.append(value)
      }
    }
    while inputs.last == .some(nil) { inputs.removeLast() }
    return attributes
  }

  private func addOutputs(
    of node: NodeDescription, _ types: [TensorType], to graph: inout Graph, names: inout NameTable
  ) throws -> [ValueIndex] {
    var outputs: [ValueIndex] = []
    for (position, type) in types.enumerated() {
      try checkSize(of: type, at: place(of: node))
      let isNamed = position < node.outputs.count
      let output = isNamed ? node.outputs[position] : "\(node.name).\(position)"
      if !isNamed { try names.define(output, .value(graph.values.count), at: place(of: node)) }
      names.settle(output, graph.values.count)
      outputs.append(graph.values.count)
      graph.values.append(Value(name: output, type: type))
    }
    return outputs
  }
}

extension Graph {
  /// Results that types of later nodes may depend on and that are known before the run: shapes and what is
  /// computed from them, scales of Resize, and Constant nodes of any size. nil where the node has to stay.
  fileprivate func valuesKnownEarly(of node: Node) throws -> [Initializer]? {
    if node.operation is Constant { return try foldedValues(of: node) }
    let types = node.outputs.map { values[$0].type }
    let isSmall = types.allSatisfy {
      $0.elementCount <= ($0.isReal ? Box.maximumRank : Graph.inspectedElementCount)
    }
    guard isSmall,
      operatorName(node) == "Shape" || operatorName(node) == "Size"
        || node.inputs.allSatisfy({ $0.map { values[$0].initializer?.isGiven ?? false } ?? true })
    else { return nil }
    return try foldedValues(of: node)
  }
}
