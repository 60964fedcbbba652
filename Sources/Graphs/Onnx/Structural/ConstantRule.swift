import Onnx
import Tensors

/// `Constant`: its bytes stay in the file; texts stay texts.
enum ConstantRule {
  static func resolve(_ call: StructuralCall) throws -> [ImportedValue]? {
    let name = call.scope.prefix + (call.node.outputs.first ?? "")
    guard call.node.attributes.count == 1, let attribute = call.node.attributes.first else { return nil }
    switch (attribute.name, attribute.value) {
    case ("value", .tensor(let tensor)):
      return [try call.importer.constant(tensor, named: name)]
    case ("sparse_value", .sparseTensor(let tensor)):
      return [call.importer.constant(try tensor.tensor(), named: name)]
    case ("value_string", .string(let bytes)):
      return [.strings(StringTensor(shape: [], elements: [String(decoding: bytes, as: UTF8.self)]))]
    case ("value_strings", .strings(let list)):
      let texts = list.map { String(decoding: $0, as: UTF8.self) }
      return [.strings(StringTensor(shape: [texts.count], elements: texts))]
    default: return nil
    }
  }
}

/// `Identity` of something that is no tensor of numbers.
enum IdentityRule {
  static func resolve(_ call: StructuralCall) throws -> [ImportedValue]? {
    switch try call.required(0) {
    case .tensor: nil
    case let other: [other]
    }
  }
}
