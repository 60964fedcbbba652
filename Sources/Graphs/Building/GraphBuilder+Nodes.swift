import Documents
import Tensors

extension GraphBuilder {
  /// Adds a node whose inputs are all there already.
  func append(_ node: NodeDescription, to assembly: GraphAssembly, names: inout NameTable) throws {
    let place = place(of: node)
    var inputs = try node.inputs.map { try $0.map { try names.value($0, at: place) } }
    do {
      let attributes = try complete(node, &inputs, in: assembly, names: &names)
      let outputs = try assembly.append(
        AssembledNode(
          name: node.name, operation: node.operation, attributes: attributes, inputs: inputs,
          outputs: node.outputs, validWords: node.validWords))
      for (position, output) in outputs.enumerated() {
        if position < node.outputs.count {
          names.settle(node.outputs[position], output)
        } else {
          try names.define("\(node.name).\(position)", .value(output), at: place)
        }
      }
    } catch let error as GraphError {
      throw InputError(at: place, error.reason, remedy: error.remedy)
    }
  }

  /// Adds the constants that the file leaves to be inferred.
  /// - Returns: all attributes.
  private func complete(
    _ node: NodeDescription, _ inputs: inout [ValueIndex?], in assembly: GraphAssembly,
    names: inout NameTable
  ) throws -> [String: AttributeValue] {
    var attributes = node.attributes
    if let completion = try node.completion?(inputs.map { $0.map { assembly.graph.values[$0].type } }) {
      attributes.merge(completion.attributes) { given, _ in given }
      for (position, value) in completion.constants.sorted(by: { $0.key < $1.key }) {
        while inputs.count <= position { inputs.append(nil) }
        try checkSize(of: value.type, at: "\(place(of: node)), input “\(value.name)”")
        let constant = assembly.addConstant(value)
        inputs[position] = constant
        try names.define(value.name, .value(constant), at: place(of: node))
      }
    }
    return attributes
  }
}

extension Graph {
  /// Results that types of later nodes may depend on and that are known before the run: shapes and what is
  /// computed from them, scales of Resize, and Constant nodes of any size. nil where the node has to stay.
  func valuesKnownEarly(of node: Node) throws -> [Initializer]? {
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
