// Two messages are equal when writing them gives the same bytes: floats by their bits, elements wherever they lie,
// and without regard to the file that they came from.

extension OnnxModel: Equatable {
  public static func == (left: OnnxModel, right: OnnxModel) -> Bool {
    left.irVersion == right.irVersion && left.opsets == right.opsets
      && left.producerName == right.producerName && left.graph == right.graph
      && left.functions == right.functions
  }
}

extension OnnxNode: Equatable {
  public static func == (left: OnnxNode, right: OnnxNode) -> Bool {
    left.name == right.name && left.domain == right.domain && left.operation == right.operation
      && left.overload == right.overload && left.inputs == right.inputs && left.outputs == right.outputs
      && left.attributes == right.attributes
  }
}

extension OnnxAttribute.Value: Equatable {
  public static func == (left: OnnxAttribute.Value, right: OnnxAttribute.Value) -> Bool {
    switch (left, right) {
    case (.float(let a), .float(let b)): a.bitPattern == b.bitPattern
    case (.integer(let a), .integer(let b)): a == b
    case (.string(let a), .string(let b)): a == b
    case (.tensor(let a), .tensor(let b)): a == b
    case (.sparseTensor(let a), .sparseTensor(let b)): a == b
    case (.graph(let a), .graph(let b)): a == b
    case (.type(let a), .type(let b)): a == b
    case (.floats(let a), .floats(let b)): a.elementsEqual(b) { $0.bitPattern == $1.bitPattern }
    case (.integers(let a), .integers(let b)): a == b
    case (.strings(let a), .strings(let b)): a == b
    case (.tensors(let a), .tensors(let b)): a == b
    case (.sparseTensors(let a), .sparseTensors(let b)): a == b
    case (.graphs(let a), .graphs(let b)): a == b
    case (.types(let a), .types(let b)): a == b
    case (.reference(let a), .reference(let b)): a == b
    default: false
    }
  }
}

extension OnnxTensor.Storage: Equatable {
  public static func == (left: OnnxTensor.Storage, right: OnnxTensor.Storage) -> Bool {
    switch (left, right) {
    case (.strings(let a), .strings(let b)): a == b
    case (.strings, _), (_, .strings): false
    default:
      left.byteCount == right.byteCount
        && left.withBytes { a in right.withBytes { b in a.elementsEqual(b) } } == true
    }
  }

  /// The packed elements in one piece; nil for strings, and for elements that cannot be made.
  private func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result?) -> Result? {
    switch self {
    case .mapped(let bytes): return bytes.withBytes(body)
    case .bytes(let bytes): return bytes.withUnsafeBytes(body)
    case .strings: return nil
    case .generated(let bytes):
      var whole: [UInt8] = []
      guard (try? bytes.write { whole.append(contentsOf: $0) }) != nil else { return nil }
      return whole.withUnsafeBytes(body)
    }
  }
}
