import Onnx
import Tensors

extension ModelValue {
  /// - Throws: `GraphError` for element types that nothing here computes with.
  public init(_ value: OnnxValue) throws {
    switch value {
    case .tensor(let tensor):
      self = tensor.element == .string ? .strings(try tensor.strings()) : .tensor(try tensor.tensor())
    case .sparseTensor(let sparse): self = .tensor(try sparse.tensor())
    case .sequence(let elements): self = .sequence(try elements.map { try ModelValue($0) })
    case .optional(let held): self = try held.map { try ModelValue($0) } ?? .absent
    }
  }
}

extension OnnxModel {
  /// Operators of the model, bodies and functions included, that nothing here knows; sorted, each once.
  public var unknownOperators: [String] {
    var names: Set<String> = []
    graph.collectOperators(into: &names, depth: 0)
    for function in functions {
      for node in function.nodes { node.collectOperators(into: &names, depth: 0) }
    }
    let own = functions.map { OnnxNode(domain: $0.domain, operation: $0.name, inputs: [], outputs: []) }
    names.subtract(own.map(\.qualifiedOperation))
    names.subtract(OperatorRegistry.names)
    names.subtract(StructuralRegistry.names)
    return names.sorted()
  }
}

extension OnnxGraph {
  fileprivate func collectOperators(into names: inout Set<String>, depth: Int) {
    for node in nodes { node.collectOperators(into: &names, depth: depth) }
  }
}

extension OnnxNode {
  fileprivate func collectOperators(into names: inout Set<String>, depth: Int) {
    names.insert(qualifiedOperation)
    guard depth < ModelImporter.maximumDepth else { return }
    for body in bodies { body.collectOperators(into: &names, depth: depth + 1) }
  }

  /// The operator's full name, such as `Conv` or `com.microsoft::FusedConv`.
  public var fullOperation: String { qualifiedOperation }
}
