import Documents
import Tensors

/// Makes a checked `Graph` from descriptions by name, in whatever order they come.
///
/// `build` finds each name, sorts the nodes so that each follows those it needs (keeping the given order where it
/// can), binds attributes, infers types and checks sizes. Everything wrong is an `InputError` at file and node.
public struct GraphBuilder {
  public let name: String
  public let file: String
  private var inputs: [Value] = []
  private var constants: [Value] = []
  private var nodes: [NodeDescription] = []
  private var outputs: [String] = []
  private var aliases: [String: String] = [:]

  public static let maximumNodes = 1_000_000

  public init(name: String, file: String) {
    self.name = name
    self.file = file
  }

  public mutating func addInput(_ name: String, type: TensorType) {
    inputs.append(Value(name: name, type: type))
  }

  /// A weight or constant that nodes share by name.
  public mutating func addConstant(_ value: Value) {
    precondition(value.initializer != nil, "a constant has an initializer")
    constants.append(value)
  }

  public mutating func addNode(_ node: NodeDescription) throws {
    guard nodes.count < GraphBuilder.maximumNodes else {
      throw InputError(
        at: file, "has more than \(GraphBuilder.maximumNodes) nodes", remedy: "lower a repeat count")
    }
    nodes.append(node)
  }

  /// Makes the value named last the first output of the graph, and so on. Without any, the last node's.
  public mutating func addOutput(_ name: String) { outputs.append(name) }

  /// Lets a name stand for a value of another name (a block for its last node).
  public mutating func addAlias(_ name: String, for value: String) { aliases[name] = value }

  /// - Throws: `InputError` at file and node.
  public func build() throws -> Graph {
    let assembly = GraphAssembly(name: name)
    var names = try NameTable(file: file, aliases: aliases)
    for (position, value) in (inputs + constants).enumerated() {
      try names.define(value.name, .value(position), at: "\(file): value “\(value.name)”")
      try checkSize(of: value.type, at: "\(file): value “\(value.name)”")
      _ = position < inputs.count ? assembly.addInput(value) : assembly.addConstant(value)
    }
    for (index, node) in nodes.enumerated() {
      for output in node.outputs { try names.define(output, .node(index), at: place(of: node)) }
    }
    for index in try order(names) { try append(nodes[index], to: assembly, names: &names) }
    let wanted = outputs.isEmpty ? nodes.last.map { [$0.outputs[0]] } ?? [] : outputs
    guard !wanted.isEmpty else {
      throw InputError(at: file, "has no nodes and no outputs", remedy: "a model needs at least one node")
    }
    assembly.setOutputs(try wanted.map { try names.value($0, at: "\(file): outputs") })
    return assembly.graph
  }

  func place(of node: NodeDescription) -> String { "\(file): node “\(node.name)”" }

  /// Node indices so that each comes after those it needs.
  private func order(_ names: NameTable) throws -> [Int] {
    var needs: [[Int]] = []
    for node in nodes {
      needs.append(
        try node.inputs.compactMap { try $0.flatMap { try names.producer($0, at: place(of: node)) } })
    }
    do {
      return try topologicalOrder(needs: needs)
    } catch let cycle as DependencyCycle {
      let path = cycle.nodes.map { "“\(nodes[$0].name)”" }.joined(separator: " → ")
      throw InputError(
        at: place(of: nodes[cycle.nodes[0]]), "needs its own result: \(path)",
        remedy: "a model is a graph without cycles; unroll loops")
    }
  }
}
