import Documents
import Onnx
import Tensors

extension ModelImporter {
  /// Adds what a node stands for: a native operator, the parts of a composite one, a function's body, or the outcome of
  /// control flow.
  func importNode(_ original: OnnxNode, in scope: OnnxScope) throws {
    let node = original.resolvingReferences(in: scope.attributes)
    try locating(place(of: node, in: scope)) {
      try countStep()
      let inputs = try node.inputs.map { $0.isEmpty ? nil : try scope.value($0) }
      let results = try results(of: node, inputs, in: scope)
      for (position, name) in node.outputs.enumerated() where !name.isEmpty {
        guard position < results.count else {
          throw GraphError(
            "names \(node.outputs.count) outputs", remedy: "\(node.operation) has \(results.count)")
        }
        if scope.isOutermost { try checkDeclaration(of: name, results[position]) }
        try scope.define(name, results[position])
      }
    }
  }

  private func place(of node: OnnxNode, in scope: OnnxScope) -> String {
    "\(file): node “\(scope.prefix)\(node.label)” (\(node.qualifiedOperation))"
  }

  private func results(
    of node: OnnxNode, _ inputs: [ImportedValue?], in scope: OnnxScope
  ) throws -> [ImportedValue] {
    if let function = function(for: node) { return try call(function, node, inputs, in: scope) }
    let call = StructuralCall(node: node, inputs: inputs, scope: scope, importer: self)
    if let results = try StructuralRegistry.results(of: call) {
      countResolved(node)
      return results
    }
    return try operatorResults(of: node, inputs, in: scope)
  }

  /// A native or composite operator.
  func operatorResults(
    of node: OnnxNode, _ inputs: [ImportedValue?], in scope: OnnxScope
  ) throws -> [ImportedValue] {
    var outputs = node.outputs
    while outputs.last == "" { outputs.removeLast() }
    var assembled = AssembledNode(
      name: uniqueName(scope.prefix + node.label), operation: node.qualifiedOperation,
      attributes: try node.attributeValues(), inputs: try inputs.enumerated().map(tensorInput),
      outputs: outputs.map { $0.isEmpty ? "" : scope.prefix + $0 }, outputCount: outputs.count,
      opset: try opset(of: node, in: scope))
    try OperandAlignment(taking: &assembled).apply(to: &assembled, in: assembly)
    return try assembly.append(assembled).map { .tensor($0) }
  }

  private func tensorInput(_ position: Int, _ input: ImportedValue?) throws -> ValueIndex? {
    switch input {
    case nil, .absent?: return nil
    case .tensor(let value)?: return value
    case let other?:
      throw GraphError(
        "input \(position + 1) is \(other.kind)", remedy: "this operator takes tensors of numbers")
    }
  }

  /// The version of the operator set that a node's meaning follows.
  func opset(of node: OnnxNode, in scope: OnnxScope) throws -> Int {
    let isStandard = node.domain.isEmpty || node.domain == "ai.onnx"
    let version =
      isStandard ? scope.opsets[""] ?? scope.opsets["ai.onnx"] : scope.opsets[node.domain] ?? 1
    guard let version else { return 1 }
    guard !isStandard || version <= AttributeReader.latestOpset else {
      throw GraphError(
        "operator set \(version) is newer than \(AttributeReader.latestOpset)",
        remedy: "export the model with operator set \(AttributeReader.latestOpset) or older")
    }
    return version
  }

  /// A function's body in place of the node that calls it.
  private func call(
    _ function: OnnxFunction, _ node: OnnxNode, _ inputs: [ImportedValue?], in scope: OnnxScope
  ) throws -> [ImportedValue] {
    let key = "\(function.domain)::\(function.name)::\(function.overload)"
    guard !scope.openFunctions.contains(key) else {
      let path = (scope.openFunctions + [key]).map { "“\($0)”" }.joined(separator: " → ")
      throw GraphError("function “\(function.name)” calls itself: \(path)", remedy: "functions may not recur")
    }
    guard inputs.count <= function.inputs.count else {
      throw GraphError(
        "gives \(inputs.count) inputs", remedy: "function “\(function.name)” takes \(function.inputs.count)")
    }
    var attributes: [String: OnnxAttribute.Value] = [:]
    for attribute in function.defaults + node.attributes { attributes[attribute.name] = attribute.value }
    let body = OnnxScope(
      parent: nil, prefix: uniqueName("\(scope.prefix)\(node.label)") + "/", opsets: function.opsets,
      attributes: attributes, openFunctions: scope.openFunctions + [key])
    for (position, name) in function.inputs.enumerated() {
      let given = position < inputs.count ? inputs[position] : nil
      try body.define(name, given ?? .absent)
    }
    return try nested {
      try importNodes(function.nodes, in: body)
      return try function.outputs.map { try body.value($0) }
    }
  }
}

extension OnnxNode {
  /// With the attributes of the function's call in place of references to them; what the call leaves out is left out.
  fileprivate func resolvingReferences(in attributes: [String: OnnxAttribute.Value]?) -> OnnxNode {
    guard let attributes else { return self }
    var node = self
    node.attributes = self.attributes.compactMap { attribute in
      guard case .reference(let name) = attribute.value else { return attribute }
      return attributes[name].map { OnnxAttribute(name: attribute.name, value: $0) }
    }
    return node
  }
}
