import Documents

/// A value beside a model: an input, or the output that is expected.
public indirect enum OnnxValue: Sendable, Equatable {
  case tensor(OnnxTensor)
  case sparseTensor(OnnxSparseTensor)
  case sequence([OnnxValue])
  /// nil when the optional is empty.
  case optional(OnnxValue?)

  /// Reads a file that holds one value: a `TensorProto`, `SparseTensorProto`, `SequenceProto` or `OptionalProto`,
  /// as the type of the model's input or output says.
  /// - Throws: `InputError` with the file, the byte offset and the field that was being read.
  public static func read(_ path: String, as type: OnnxType) throws -> OnnxValue {
    try OnnxSource(path: path).read { (reader: inout WireReader) throws(WireError) in
      switch type {
      case .tensor: .tensor(try OnnxTensor(from: &reader))
      case .sparseTensor: .sparseTensor(try OnnxSparseTensor(from: &reader))
      case .sequence: .sequence(try readSequence(&reader))
      case .optional: .optional(try readOptional(&reader))
      case .map: throw WireError(at: 0, "values that are maps are not supported")
      }
    }
  }

  /// What a field of `SequenceProto` or `OptionalProto` holds, by `elem_type`; 0 stands for nothing.
  private static let kinds = ["nothing", "tensor", "sparse_tensor", "sequence", "map", "optional"]

  private static func readSequence(_ reader: inout WireReader) throws(WireError) -> [OnnxValue] {
    var values: [OnnxValue] = []
    while let field = try reader.nextField() {
      guard (3...7).contains(field.number) else {
        try reader.skip(field)
        continue
      }
      let name = kinds[field.number - 2] + "_values"
      values.append(
        try reader.element(field, name, values.count) { (inner: inout WireReader) throws(WireError) in
          try element(field.number - 2, &inner)
        })
    }
    return values
  }

  private static func readOptional(_ reader: inout WireReader) throws(WireError) -> OnnxValue? {
    var kind = 0
    var held: [Int: WireMessage] = [:]
    while let field = try reader.nextField() {
      switch field.number {
      case 2:
        kind = try reader.shortInteger(field, "elem_type")
        guard kinds.indices.contains(kind) else {
          throw WireError(at: field.byteOffset, "there is no element type \(kind)").inside("elem_type")
        }
      case 3...7: held[field.number - 2, default: WireMessage()].append(try reader.delimited(field, "value"))
      default: try reader.skip(field)
      }
    }
    guard let message = held[kind] else { return nil }
    return try reader.message(message, kinds[kind] + "_value") {
      (inner: inout WireReader) throws(WireError) in
      try element(kind, &inner)
    }
  }

  private static func element(_ kind: Int, _ reader: inout WireReader) throws(WireError) -> OnnxValue {
    switch kind {
    case 1: .tensor(try OnnxTensor(from: &reader))
    case 2: .sparseTensor(try OnnxSparseTensor(from: &reader))
    case 3: .sequence(try readSequence(&reader))
    case 5: .optional(try readOptional(&reader))
    default: throw WireError(at: reader.position, "values that are maps are not supported")
    }
  }
}
