import Documents

extension WorkloadReader {
  static let maximumRepeat = 100_000

  /// Adds nodes and blocks in order, each taking the result of the one before it.
  /// - Returns: the full name of the last result.
  mutating func expand(
    _ documents: [Document], in outer: WorkloadScope, previous: String?
  ) throws -> String? {
    var scope = outer
    var taken: Set<String> = []
    for document in documents {
      var object = try document.object()
      guard let name = object.optional("name") else { continue }
      let text = try name.substituting(scope.parameters).string()
      guard taken.insert(text).inserted else {
        throw name.error("the name “\(text)” is used twice", remedy: "names must differ")
      }
      scope.names[text] = scope.prefix + text
    }
    var previous = previous
    var counts: [String: Int] = [:]
    for document in documents {
      let resolved = try document.substituting(scope.parameters)
      var object = try resolved.object()
      let block = try object.optional("block")?.string()
      let kind = try block ?? object.required("op").string()
      let name =
        try object.optional("name")?.string()
        ?? {
          var name: String
          repeat {
            counts[kind, default: 0] += 1
            name = "\(kind.lowercased())\(counts[kind]!)"
          } while taken.contains(name)
          return name
        }()
      if block != nil {
        previous = try expandBlock(resolved, object, name: name, in: scope, previous: previous)
      } else {
        previous = try addNode(resolved, object, operation: kind, name: name, in: scope, previous: previous)
      }
    }
    return previous
  }

  private mutating func expandBlock(
    _ document: Document, _ given: DocumentObject, name: String, in scope: WorkloadScope, previous: String?
  ) throws -> String {
    var object = given
    let reference = try object.required("block")
    let blockName = try reference.string()
    guard let block = blocks[blockName] else {
      throw reference.error(
        "unknown block “\(blockName)”", remedy: suggestion(for: blockName, among: blocks.keys))
    }
    guard !scope.openBlocks.contains(blockName) else {
      let path = (scope.openBlocks + [blockName]).map { "“\($0)”" }.joined(separator: " → ")
      throw reference.error("block “\(blockName)” contains itself: \(path)", remedy: "blocks may not recur")
    }
    let count = try object.optional("repeat")?.integer(in: 1...WorkloadReader.maximumRepeat)
    var inputs = try inputNames(&object, in: scope)
    if inputs.isEmpty { inputs = [previous] }
    guard inputs.count == block.inputs.count, !inputs.contains(nil) else {
      throw document.error(
        "block “\(blockName)” is given \(inputs.compactMap { $0 }.count) inputs",
        remedy: "it takes \(block.inputs.count)")
    }
    var inner = scope
    inner.openBlocks.append(blockName)
    for (parameter, fallback) in block.parameters.sorted(by: { $0.key < $1.key }) {
      if let value = object.optional(parameter)?.value ?? fallback {
        inner.parameters[parameter] = value
      } else {
        _ = try object.required(parameter)
      }
    }
    try object.finish()
    for index in 0..<(count ?? 1) {
      inner.prefix = "\(scope.prefix)\(name)." + (count == nil ? "" : "\(index).")
      inner.parameters["index"] = .integer(index)
      for (short, full) in zip(block.inputs, inputs) { inner.names[short] = full }
      let last = try expand(block.nodes, in: inner, previous: inputs[0])
      inputs[0] = block.output.map { inner.prefix + $0 } ?? last
    }
    builder.addAlias(scope.prefix + name, for: inputs[0]!)
    return inputs[0]!
  }

  private mutating func addNode(
    _ document: Document, _ given: DocumentObject, operation: String, name: String, in scope: WorkloadScope,
    previous: String?
  ) throws -> String {
    var object = given
    _ = object.optional("op")
    let slots = InputSlot.slots(of: operation)
    var inputs = try inputNames(&object, in: scope)
    let outputs = try object.optional("outputs")?.array().map { scope.prefix + (try $0.string()) }
    let fullName = scope.prefix + name
    var members: [String: Document] = [:]
    var literal: Set<Int> = []
    for key in object.keys where !["op", "name", "input", "inputs", "outputs"].contains(key) {
      let member = try object.required(key)
      guard let slot = slots.firstIndex(where: { $0.name == key }) else {
        members[key] = member
        continue
      }
      if case .string(let reference) = member.value {
        while inputs.count <= slot { inputs.append(nil) }
        inputs[slot] = scope.fullName(reference)
      } else {
        literal.insert(slot)
        members[key] = member
      }
    }
    if object.hasNoInputs, let free = NodeShorthand.firstFreeInput(of: operation, taken: literal, inputs) {
      guard let previous else {
        throw document.error("has no input", remedy: "name one: the model has none or several to choose from")
      }
      while inputs.count <= free { inputs.append(nil) }
      inputs[free] = previous
    }
    let shorthand = NodeShorthand(operation: operation, name: fullName, members: members, weights: weights)
    try builder.addNode(
      NodeDescription(
        name: fullName, operation: operation, inputs: inputs, outputs: outputs,
        validWords: shorthand.words, completion: shorthand.complete))
    return outputs?.first ?? fullName
  }

  private func inputNames(_ object: inout DocumentObject, in scope: WorkloadScope) throws -> [String?] {
    if let list = object.optional("inputs") {
      return try list.array().map { $0.value == .null ? nil : scope.fullName(try $0.string()) }
    }
    return try object.optional("input").map { [scope.fullName(try $0.string())] } ?? []
  }
}

extension DocumentObject {
  fileprivate var hasNoInputs: Bool { !keys.contains("input") && !keys.contains("inputs") }
}
