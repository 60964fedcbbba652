import Documents
import Foundation
import Tensors

/// Reads the sections of a workload file into a `GraphBuilder`.
struct WorkloadReader {
  var builder: GraphBuilder
  let blocks: [String: BlockDefinition]
  let weights: WeightMaker
  private let parameters: [String: JSONValue]
  private let inputs: Document
  private let nodes: Document
  private let tensors: Document?
  private let outputs: Document?

  init(_ document: Document, overrides: [String: Int]) throws {
    var root = try document.object()
    let name = try root.optional("name")?.string() ?? WorkloadReader.baseName(of: document.file)
    for key in ["$schema", "summary", "source"] { _ = try root.optional(key)?.string() }
    parameters = try WorkloadReader.parameters(root.optional("parameters"), overrides, document)
    blocks = try WorkloadReader.blocks(root.optional("blocks"))
    weights = try WeightMaker(root.optional("fill"), besides: document.file)
    inputs = try root.required("inputs")
    nodes = try root.required("nodes")
    tensors = root.optional("tensors")
    outputs = root.optional("outputs")
    try root.finish()
    builder = GraphBuilder(name: name, file: document.file)
  }

  mutating func read() throws -> Graph {
    let inputNames = try readInputs()
    if let tensors { try readTensors(tensors) }
    let documents = try nodes.array()
    guard !documents.isEmpty else { throw nodes.error("is empty", remedy: "a model needs at least one node") }
    let first = inputNames.count == 1 ? inputNames[0] : nil
    let last = try expand(documents, in: WorkloadScope(parameters: parameters), previous: first)
    if let outputs {
      for output in try outputs.substituting(parameters).array() { builder.addOutput(try output.string()) }
    } else if let last {
      builder.addOutput(last)
    }
    return try builder.build()
  }

  private mutating func readInputs() throws -> [String] {
    let object = try inputs.substituting(parameters).object()
    for name in object.keys {
      var all = object
      let document = try all.required(name)
      var element = ElementType.float32
      var shape = document
      if case .object = document.value {
        var members = try document.object()
        shape = try members.required("shape")
        element = try members.optional("element")?.choice(ElementType.self) ?? .float32
        try members.finish()
      }
      builder.addInput(name, type: TensorType(element, try WorkloadReader.shape(shape)))
    }
    return object.keys
  }

  private mutating func readTensors(_ document: Document) throws {
    var object = try document.substituting(parameters).object()
    for name in object.keys {
      let value = try weights.tensor(
        named: name, try object.required(name), defaultElement: .float32, isList: false)
      builder.addConstant(value)
    }
  }

  static func shape(_ document: Document) throws -> [Int] {
    try document.array().map { try $0.integer(in: 1...Int(Int32.max)) }
  }

  private static func baseName(of file: String) -> String {
    URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
  }

  private static func parameters(
    _ document: Document?, _ overrides: [String: Int], _ root: Document
  ) throws -> [String: JSONValue] {
    var values: [String: JSONValue] = [:]
    if var object = try document?.object() {
      for name in object.keys { values[name] = try object.required(name).value }
    }
    for (name, value) in overrides.sorted(by: { $0.key < $1.key }) {
      guard values[name] != nil else {
        throw root.error(
          "unknown parameter “\(name)”",
          remedy: values.isEmpty ? "the model has none" : suggestion(for: name, among: values.keys))
      }
      values[name] = .integer(value)
    }
    return values
  }

  private static func blocks(_ document: Document?) throws -> [String: BlockDefinition] {
    guard var object = try document?.object() else { return [:] }
    var blocks: [String: BlockDefinition] = [:]
    for name in object.keys { blocks[name] = try BlockDefinition(try object.required(name)) }
    return blocks
  }
}
