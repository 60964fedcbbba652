import Documents
import Onnx
import Tensors

extension Graph {
  /// A graph of concrete shapes from an ONNX model: functions inlined, control flow resolved, sequences unpacked.
  ///
  /// Where shapes or conditions follow from data they are taken from the given inputs, or from the seeded ones where none
  /// are given; only what they need is computed.
  /// - Throws: `InputError` at file and node or tensor.
  public static func importing(
    _ model: OnnxModel, options: ImportOptions = ImportOptions()
  ) throws -> ImportedModel {
    try ModelImporter(model, options: options).importModel()
  }
}

/// One import: the model, what has been made of it so far, and what was decided on the way.
final class ModelImporter {
  /// Bodies inside bodies, functions inside functions.
  static let maximumDepth = 64
  /// Repetitions of one loop.
  static let maximumIterations = 10_000

  let model: OnnxModel
  let options: ImportOptions
  let assembly: GraphAssembly
  private let functions: [String: OnnxFunction]
  /// What the file says of the values of its outermost graph.
  private let declared: [String: OnnxType]
  /// What the file says of open shapes and is not so.
  private var staleDeclarations: [String] = []
  /// How many nodes of each kind were resolved, and are no nodes of the graph.
  private var resolvedOperators: [String: Int] = [:]
  private var depth = 0
  private var steps = 0
  private var nodeNames = UniqueNames()

  init(_ model: OnnxModel, options: ImportOptions) {
    self.model = model
    self.options = options
    let name = model.graph.name.isEmpty ? fileName(model.path) : model.graph.name
    assembly = GraphAssembly(name: name, allowsEmptyTensors: true)
    declared = Dictionary(
      (model.graph.valueInfos + model.graph.outputs).compactMap { info in info.type.map { (info.name, $0) } },
      uniquingKeysWith: { $1 })
    functions = Dictionary(
      model.functions.map { (functionKey($0.domain, $0.name, $0.overload), $0) }, uniquingKeysWith: { $1 })
  }

  var file: String { model.path }

  func importModel() throws -> ImportedModel {
    let scope = OnnxScope(parent: nil, prefix: "", opsets: model.opsets)
    let inputs = try ModelInputs(model.graph, options: options, file: file)
    assembly.observer = DataObserver { [inputs] in inputs.data(of: $0) }
    try locating(file) {
      for input in inputs.all { try scope.define(input.name, add(input.value)) }
    }
    let outputs = try importBody(model.graph, in: scope)
    let results = zip(model.graph.outputs, outputs).map { ImportedOutput(name: $0.name, value: $1) }
    finish(results, inputs)
    return ImportedModel(
      graph: assembly.graph, outputs: results, decidingValues: assembly.observer?.observedNames ?? [],
      resolvedOperators: resolvedOperators, staleDeclarations: staleDeclarations)
  }

  private func add(_ input: ModelInputs.Structure) -> ImportedValue {
    switch input {
    case .tensor(let value):
      .tensor(value.initializer == nil ? assembly.addInput(value) : assembly.addConstant(value))
    case .strings(let strings): .strings(strings)
    case .sequence(let elements): .sequence(elements.map(add))
    case .absent: .absent
    }
  }

  private func finish(_ outputs: [ImportedOutput], _ inputs: ModelInputs) {
    var kept = outputs.flatMap { $0.value.tensors }
    var seen = Set(kept)
    kept += assembly.decidingValues.filter { seen.insert($0).inserted }
    assembly.setOutputs(kept)
    assembly.keep(inputs: inputs.given.merging(assembly.observer?.usedInputs ?? [:]) { given, _ in given })
  }

  /// Adds the nodes of a graph to the model's.
  /// - Returns: its outputs.
  func importBody(_ graph: OnnxGraph, in scope: OnnxScope) throws -> [ImportedValue] {
    try nested {
      try defineInitializers(of: graph, in: scope)
      try importNodes(graph.nodes, in: scope)
      return try outputs(of: graph, in: scope)
    }
  }

  func outputs(of graph: OnnxGraph, in scope: OnnxScope) throws -> [ImportedValue] {
    try graph.outputs.map { output in
      try locating("\(file): output “\(scope.prefix)\(output.name)”") { try scope.value(output.name) }
    }
  }

  func importNodes(_ nodes: [OnnxNode], in scope: OnnxScope) throws {
    for node in try NodeOrder(nodes, file: file).nodes { try importNode(node, in: scope) }
  }

  /// Bodies may lie inside each other only so deep.
  func nested<Result>(_ body: () throws -> Result) throws -> Result {
    guard depth < ModelImporter.maximumDepth else {
      throw GraphError(
        "bodies and functions are nested more than \(ModelImporter.maximumDepth) deep",
        remedy: "a model is a finite graph")
    }
    depth += 1
    defer { depth -= 1 }
    return try body()
  }

  /// Initializers become constants; those that are inputs already were overridden.
  func defineInitializers(of graph: OnnxGraph, in scope: OnnxScope) throws {
    for tensor in graph.initializers where scope.parent != nil || scope.find(tensor.name) == nil {
      try locating("\(file): initializer “\(tensor.name)”") {
        try scope.define(tensor.name, try constant(tensor, named: scope.prefix + tensor.name))
      }
    }
    for sparse in graph.sparseInitializers {
      let name = sparse.values.name
      try locating("\(file): sparse initializer “\(name)”") {
        try scope.define(name, constant(try sparse.tensor(), named: scope.prefix + name))
      }
    }
  }

  func constant(_ tensor: OnnxTensor, named name: String) throws -> ImportedValue {
    if tensor.element == .string { return .strings(try tensor.strings()) }
    let (type, source) = try tensor.initializer()
    return .tensor(assembly.addConstant(Value(name: name, type: type, initializer: source)))
  }

  func constant(_ tensor: Tensor, named name: String) -> ImportedValue {
    let value = Value(name: name, type: tensor.type, initializer: .dense(tensor), isLearnable: false)
    return .tensor(assembly.addConstant(value))
  }

  /// Counts a node, or a repetition of a body: loops inside loops end, too.
  /// - Throws: `GraphError` when a model unrolls to more than anybody could run.
  func countStep() throws {
    steps += 1
    guard steps <= options.maximumNodes else {
      throw GraphError(
        "the model unrolls to more than \(options.maximumNodes) nodes", remedy: "let its loops end earlier")
    }
  }

  /// Counts a node that is resolved to others, or to values.
  func countResolved(_ node: OnnxNode) {
    // A constant costs nothing on any machine.
    if node.operation != "Constant" { resolvedOperators[node.qualifiedOperation, default: 0] += 1 }
  }

  /// A name for a node that no other node has.
  func uniqueName(_ name: String) -> String {
    nodeNames.take(name)
  }

  /// Holds a value of the outermost graph against what the file says of it.
  /// - Throws: `GraphError` naming both types when they conflict.
  func checkDeclaration(of name: String, _ value: ImportedValue) throws {
    guard case .tensor(let index) = value, let declared = declared[name] else { return }
    let type = assembly.graph.values[index].type
    guard !declared.allows(type) else { return }
    let conflict =
      "“\(name)” comes out as \(type.element.rawValue) \(type.shape), the file says \(declared.text)"
    // Exporters leave stale ranks behind where axes are open; runtimes only warn of them.
    if declared.isOpenOfAnotherRank(than: type) {
      staleDeclarations.append(conflict)
      return
    }
    throw GraphError(
      conflict,
      remedy: "let shape inference run over the file again, or leave the declaration out")
  }

  func function(for node: OnnxNode) -> OnnxFunction? {
    functions.isEmpty ? nil : functions[functionKey(node.domain, node.operation, node.overload)]
  }
}

extension ImportedValue {
  /// All tensors in it.
  var tensors: [ValueIndex] {
    switch self {
    case .tensor(let value): [value]
    case .sequence(let elements): elements.flatMap(\.tensors)
    case .strings, .absent: []
    }
  }
}

/// What is wrong is told at a place of the file.
func locating<Result>(_ place: @autoclosure () -> String, _ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let error as GraphError {
    throw InputError(at: place(), error.reason, remedy: error.remedy)
  }
}

private func functionKey(_ domain: String, _ name: String, _ overload: String) -> String {
  "\(domain == "ai.onnx" ? "" : domain)::\(name)::\(overload)"
}

/// The last part of a path, without its extension.
private func fileName(_ path: String) -> String {
  let last = path.split(separator: "/").last.map(String.init) ?? path
  return last.split(separator: ".").first.map(String.init) ?? last
}
