extension OnnxAttribute {
  init(from reader: inout WireReader) throws(WireError) {
    let start = reader.position
    var fields = AttributeFields()
    while let field = try reader.nextField() { try fields.read(field, &reader) }
    guard !fields.name.isEmpty else { throw WireError(at: start, "the attribute has no name") }
    let kind = try fields.kind(at: start)
    if let reference = fields.reference {
      self.init(name: fields.name, value: .reference(reference), referencedKind: kind)
    } else {
      guard let kind else {
        throw WireError(at: start, "attribute “\(fields.name)” has no value")
      }
      self.init(name: fields.name, value: try fields.value(of: kind, reader, at: start))
    }
  }
}

/// What an `AttributeProto` holds, before it is known which of its fields is the value.
private struct AttributeFields {
  var name = ""
  var reference: String?
  private var kindNumber = 0
  private var float: Float?
  private var integer: Int?
  private var string: [UInt8]?
  private var tensor = WireMessage()
  private var sparseTensor = WireMessage()
  private var graph = WireMessage()
  private var type = WireMessage()
  private var floats: [Float] = []
  private var integers: [Int] = []
  private var strings: [[UInt8]] = []
  private var tensors: [OnnxTensor] = []
  private var sparseTensors: [OnnxSparseTensor] = []
  private var graphs: [OnnxGraph] = []
  private var types: [OnnxType] = []

  mutating func read(_ field: WireField, _ reader: inout WireReader) throws(WireError) {
    switch field.number {
    case 1: name = try reader.text(field, "name")
    case 2: float = try reader.float(field, "f")
    case 3: integer = try reader.integer(field, "i")
    case 4: string = Array(reader.bytes[try reader.delimited(field, "s")])
    case 5: tensor.append(try reader.delimited(field, "t"))
    case 6: graph.append(try reader.delimited(field, "g"))
    case 7: try reader.floats(field, "floats", into: &floats)
    case 8: try reader.integers(field, "ints", into: &integers)
    case 9: strings.append(Array(reader.bytes[try reader.delimited(field, "strings", strings.count)]))
    case 10: tensors.append(try reader.element(field, "tensors", tensors.count, OnnxTensor.init(from:)))
    case 11: graphs.append(try reader.element(field, "graphs", graphs.count, OnnxGraph.init(from:)))
    case 14: type.append(try reader.delimited(field, "tp"))
    case 15: types.append(try reader.element(field, "type_protos", types.count, OnnxType.read))
    case 20: kindNumber = try reader.shortInteger(field, "type")
    case 21:
      let text = try reader.text(field, "ref_attr_name")
      reference = text.isEmpty ? nil : text
    case 22: sparseTensor.append(try reader.delimited(field, "sparse_tensor"))
    case 23:
      sparseTensors.append(
        try reader.element(field, "sparse_tensors", sparseTensors.count, OnnxSparseTensor.init(from:)))
    default: try reader.skip(field)
    }
  }

  /// What the attribute is: what it says, or (in the first files there were) what it holds.
  func kind(at start: Int) throws(WireError) -> OnnxAttribute.Kind? {
    if kindNumber != 0 {
      guard let kind = OnnxAttribute.Kind(rawValue: kindNumber) else {
        throw WireError(at: start, "attribute “\(name)” is of unknown type \(kindNumber)").inside("type")
      }
      return kind
    }
    let held = OnnxAttribute.Kind.allCases.filter(holds)
    guard held.count <= 1 else {
      throw WireError(
        at: start, "attribute “\(name)” holds several values and does not say which counts",
        remedy: "set type")
    }
    return held.first
  }

  private func holds(_ kind: OnnxAttribute.Kind) -> Bool {
    switch kind {
    case .float: float != nil
    case .integer: integer != nil
    case .string: string != nil
    case .tensor: tensor.isPresent
    case .graph: graph.isPresent
    case .floats: !floats.isEmpty
    case .integers: !integers.isEmpty
    case .strings: !strings.isEmpty
    case .tensors: !tensors.isEmpty
    case .graphs: !graphs.isEmpty
    case .sparseTensor: sparseTensor.isPresent
    case .sparseTensors: !sparseTensors.isEmpty
    case .type: type.isPresent
    case .types: !types.isEmpty
    }
  }

  /// A number or string that is left out has protobuf's default; a message that is left out is an error.
  func value(
    of kind: OnnxAttribute.Kind, _ reader: WireReader, at start: Int
  ) throws(WireError) -> OnnxAttribute.Value {
    switch kind {
    case .float: return .float(float ?? 0)
    case .integer: return .integer(integer ?? 0)
    case .string: return .string(string ?? [])
    case .floats: return .floats(floats)
    case .integers: return .integers(integers)
    case .strings: return .strings(strings)
    case .tensors: return .tensors(tensors)
    case .graphs: return .graphs(graphs)
    case .sparseTensors: return .sparseTensors(sparseTensors)
    case .types: return .types(types)
    case .tensor:
      if let tensor = try reader.message(tensor, "t", OnnxTensor.init(from:)) { return .tensor(tensor) }
    case .graph:
      if let graph = try reader.message(graph, "g", OnnxGraph.init(from:)) { return .graph(graph) }
    case .sparseTensor:
      if let sparse = try reader.message(sparseTensor, "sparse_tensor", OnnxSparseTensor.init(from:)) {
        return .sparseTensor(sparse)
      }
    case .type:
      if let type = try reader.message(type, "tp", OnnxType.read) { return .type(type) }
    }
    throw WireError(at: start, "attribute “\(name)” lacks the \(kind) that its type says it holds")
  }
}
