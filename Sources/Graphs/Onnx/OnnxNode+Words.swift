import Onnx
import Tensors

extension OnnxNode {
  /// The operator as the registries know it: by its plain name in the standard's domain, else `domain::Name`.
  var qualifiedOperation: String {
    domain.isEmpty || domain == "ai.onnx" ? operation : "\(domain)::\(operation)"
  }

  /// How people find the node: by its name, or by what it makes.
  var label: String {
    name.isEmpty ? "\(operation)_\(outputs.first { !$0.isEmpty } ?? "")" : name
  }

  func attribute(_ name: String) -> OnnxAttribute.Value? { attributes.first { $0.name == name }?.value }

  func integer(_ name: String) throws -> Int? {
    guard let value = attribute(name) else { return nil }
    guard case .integer(let number) = value else { throw mismatch(name, "a whole number") }
    return number
  }

  func integers(_ name: String) throws -> [Int]? {
    guard let value = attribute(name) else { return nil }
    switch value {
    case .integers(let numbers): return numbers
    case .floats(let numbers) where numbers.isEmpty: return []
    default: throw mismatch(name, "a list of whole numbers")
    }
  }

  func text(_ name: String) throws -> String? {
    guard let value = attribute(name) else { return nil }
    guard case .string(let bytes) = value else { throw mismatch(name, "a string") }
    return String(decoding: bytes, as: UTF8.self)
  }

  func texts(_ name: String) throws -> [String]? {
    guard let value = attribute(name) else { return nil }
    guard case .strings(let list) = value else { throw mismatch(name, "a list of strings") }
    return list.map { String(decoding: $0, as: UTF8.self) }
  }

  /// - Throws: `GraphError` when the node has no such body.
  func body(_ name: String) throws -> OnnxGraph {
    guard case .graph(let graph)? = attribute(name) else {
      throw GraphError("has no body “\(name)”", remedy: "\(operation) needs a graph under this attribute")
    }
    return graph
  }

  private func mismatch(_ name: String, _ wanted: String) -> GraphError {
    GraphError("attribute “\(name)” has the wrong type", remedy: "expected \(wanted)")
  }

  /// The graphs among the attributes.
  var bodies: [OnnxGraph] {
    attributes.flatMap { attribute -> [OnnxGraph] in
      switch attribute.value {
      case .graph(let graph): [graph]
      case .graphs(let graphs): graphs
      default: []
      }
    }
  }

  /// The attributes as operators take them.
  /// - Throws: `GraphError` for kinds that only control flow has.
  func attributeValues() throws -> [String: AttributeValue] {
    var values: [String: AttributeValue] = [:]
    for attribute in attributes {
      do {
        values[attribute.name] = try attribute.value.plain()
      } catch let error as GraphError {
        throw GraphError("attribute “\(attribute.name)” \(error.reason)", remedy: error.remedy)
      }
    }
    return values
  }
}

extension OnnxAttribute.Value {
  fileprivate func plain() throws -> AttributeValue {
    switch self {
    case .float(let number): .float(number)
    case .integer(let number): .integer(number)
    case .string(let bytes): .string(String(decoding: bytes, as: UTF8.self))
    case .tensor(let tensor): .tensor(try tensor.tensor())
    case .sparseTensor(let tensor): .tensor(try tensor.tensor())
    case .floats(let numbers): .floats(numbers)
    case .integers(let numbers): .integers(numbers)
    case .strings(let texts): .strings(texts.map { String(decoding: $0, as: UTF8.self) })
    case .graph, .graphs: throw GraphError("holds a graph", remedy: "this operator takes none")
    case .type, .types: throw GraphError("holds a type", remedy: "this operator takes none")
    case .tensors, .sparseTensors:
      throw GraphError("holds a list of tensors", remedy: "this operator takes none")
    case .reference(let name):
      throw GraphError("refers to “\(name)” outside of a function", remedy: "give it a value")
    }
  }
}
