extension ModelEncoder {
  mutating func encode(_ attribute: OnnxAttribute, to writer: inout WireWriter) {
    writer.text(1, attribute.name)
    encode(attribute.value, to: &writer)
    if let kind = attribute.referencedKind ?? attribute.value.kind { writer.integer(20, kind.rawValue) }
    if case .reference(let name) = attribute.value { writer.text(21, name) }
    if case .sparseTensor(let tensor) = attribute.value { writer.message(22) { encode(tensor, to: &$0) } }
    if case .sparseTensors(let tensors) = attribute.value {
      for tensor in tensors { writer.message(23) { encode(tensor, to: &$0) } }
    }
  }

  /// Values whose fields come before the attribute's type.
  private mutating func encode(_ value: OnnxAttribute.Value, to writer: inout WireWriter) {
    switch value {
    case .float(let number): writer.float(2, number)
    case .integer(let number): writer.integer(3, number)
    case .string(let bytes): writer.bytes(4, bytes)
    case .tensor(let tensor): writer.message(5) { encode(tensor, to: &$0) }
    case .graph(let graph): writer.message(6) { encode(graph, to: &$0) }
    case .floats(let numbers): for number in numbers { writer.float(7, number) }
    case .integers(let numbers): for number in numbers { writer.integer(8, number) }
    case .strings(let strings): for string in strings { writer.bytes(9, string) }
    case .tensors(let tensors): for tensor in tensors { writer.message(10) { encode(tensor, to: &$0) } }
    case .graphs(let graphs): for graph in graphs { writer.message(11) { encode(graph, to: &$0) } }
    case .type(let type): writer.message(14) { TypeEncoder.encode(type, to: &$0) }
    case .types(let types): for type in types { writer.message(15) { TypeEncoder.encode(type, to: &$0) } }
    case .reference, .sparseTensor, .sparseTensors: break
    }
  }

  mutating func encode(_ tensor: OnnxTensor, to writer: inout WireWriter) {
    for length in tensor.shape { writer.integer(1, length) }
    writer.integer(2, tensor.element.rawValue)
    if case .strings(let strings) = tensor.storage {
      for string in strings { writer.bytes(6, string) }
    }
    writer.textIfAny(8, tensor.name)
    let byteCount = tensor.storage.byteCount
    let isExternal = external != nil && byteCount >= ExternalDataLayout.smallestByteCount
    if byteCount > 0, !isExternal { writer.elements(9, tensor.storage, byteCount: byteCount) }
    writer.textIfAny(12, tensor.documentation)
    if isExternal { encodeExternal(tensor.storage, byteCount: byteCount, to: &writer) }
  }

  private mutating func encodeExternal(
    _ storage: OnnxTensor.Storage, byteCount: Int, to writer: inout WireWriter
  ) {
    guard let offset = external?.place(storage, byteCount: byteCount), let external else { return }
    let entries = [
      ("location", external.location), ("offset", String(offset)), ("length", String(byteCount)),
    ]
    for (key, value) in entries {
      writer.message(13) {
        $0.text(1, key)
        $0.text(2, value)
      }
    }
    writer.integer(14, 1)
  }

  mutating func encode(_ tensor: OnnxSparseTensor, to writer: inout WireWriter) {
    writer.message(1) { encode(tensor.values, to: &$0) }
    writer.message(2) { encode(tensor.indices, to: &$0) }
    for length in tensor.shape { writer.integer(3, length) }
  }
}

extension OnnxAttribute.Value {
  /// What `AttributeProto.type` says; nil for references.
  public var kind: OnnxAttribute.Kind? {
    switch self {
    case .float: .float
    case .integer: .integer
    case .string: .string
    case .tensor: .tensor
    case .graph: .graph
    case .floats: .floats
    case .integers: .integers
    case .strings: .strings
    case .tensors: .tensors
    case .graphs: .graphs
    case .sparseTensor: .sparseTensor
    case .sparseTensors: .sparseTensors
    case .type: .type
    case .types: .types
    case .reference: nil
    }
  }
}
