import Documents

/// A part of a model that is written once and used many times.
struct BlockDefinition {
  /// Parameter names; nil where a use must give the value.
  var parameters: [String: JSONValue?] = [:]
  /// What the values given to the block are called inside.
  var inputs = ["input"]
  var nodes: [Document]
  /// Name of the node whose result is the block's; nil: the last one.
  var output: String?

  init(_ document: Document) throws {
    var object = try document.object()
    if let declared = object.optional("parameters") {
      if case .array = declared.value {
        for name in try declared.array() { parameters.updateValue(nil, forKey: try name.string()) }
      } else {
        var defaults = try declared.object()
        for name in defaults.keys { parameters[name] = .some(try defaults.required(name).value) }
      }
    }
    if let names = object.optional("inputs") { inputs = try names.array().map { try $0.string() } }
    nodes = try object.required("nodes").array()
    output = try object.optional("output")?.string()
    try object.finish()
    guard !nodes.isEmpty else { throw document.error("has no nodes", remedy: "a block needs at least one") }
  }
}

/// What names and parameters mean at one place of a workload.
struct WorkloadScope {
  /// In front of the names of the nodes declared here: `layer1.0.`
  var prefix = ""
  /// Full names of the values that may be called by a short name here.
  var names: [String: String] = [:]
  var parameters: [String: JSONValue]
  /// Blocks being expanded, outermost first.
  var openBlocks: [String] = []

  init(parameters: [String: JSONValue]) { self.parameters = parameters }

  func fullName(_ name: String) -> String { names[name] ?? name }
}
