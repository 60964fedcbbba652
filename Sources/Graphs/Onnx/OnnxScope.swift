import Documents
import Onnx

/// The names that nodes of one graph see: its own, and those of the graph around it.
final class OnnxScope {
  let parent: OnnxScope?
  /// What the names of nodes and values get in front, so that those of different bodies differ.
  let prefix: String
  /// Versions of the operator sets, by domain.
  let opsets: [String: Int]
  /// Attributes of the call, when this is a function's body.
  let attributes: [String: OnnxAttribute.Value]?
  /// Functions whose bodies are open around here, outermost first.
  let openFunctions: [String]
  private var values: [String: ImportedValue] = [:]

  init(
    parent: OnnxScope?, prefix: String, opsets: [String: Int],
    attributes: [String: OnnxAttribute.Value]? = nil, openFunctions: [String] = []
  ) {
    self.parent = parent
    self.prefix = prefix
    self.opsets = opsets
    self.attributes = attributes
    self.openFunctions = openFunctions
  }

  /// The scope of a body inside this one.
  func inner(_ prefix: String) -> OnnxScope {
    OnnxScope(
      parent: self, prefix: prefix, opsets: opsets, attributes: attributes, openFunctions: openFunctions)
  }

  /// Whether this is the model's own graph.
  var isOutermost: Bool { parent == nil && attributes == nil }

  func define(_ name: String, _ value: ImportedValue) throws {
    guard values.updateValue(value, forKey: name) == nil else {
      throw GraphError("the name “\(name)” is used twice", remedy: "every value of a graph is made once")
    }
  }

  func find(_ name: String) -> ImportedValue? {
    var scope: OnnxScope? = self
    while let current = scope {
      if let value = current.values[name] { return value }
      scope = current.parent
    }
    return nil
  }

  /// - Throws: `GraphError` with the nearest name.
  func value(_ name: String) throws -> ImportedValue {
    if let value = find(name) { return value }
    var known: [String] = []
    var scope: OnnxScope? = self
    while let current = scope, known.count < 10_000 {
      known += current.values.keys
      scope = current.parent
    }
    throw GraphError(
      "unknown value “\(name)”",
      remedy: nearestName(to: name, among: known).map { "did you mean “\($0)”?" }
        ?? "it is neither an input, an initializer nor a node's output")
  }
}
