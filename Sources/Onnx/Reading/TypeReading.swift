extension OnnxValueInfo {
  init(from reader: inout WireReader) throws(WireError) {
    var name = ""
    var type = WireMessage()
    while let field = try reader.nextField() {
      switch field.number {
      case 1: name = try reader.text(field, "name")
      case 2: type.append(try reader.delimited(field, "type"))
      default: try reader.skip(field)
      }
    }
    let known = try reader.message(type, "type") { (inner: inout WireReader) throws(WireError) in
      try OnnxType.readIfKnown(&inner)
    }
    self.init(name: name, type: known ?? nil)
  }
}

extension OnnxType {
  /// A type that must be there.
  static func read(_ reader: inout WireReader) throws(WireError) -> OnnxType {
    let start = reader.position
    guard let type = try readIfKnown(&reader) else { throw WireError(at: start, "the type is left open") }
    return type
  }

  /// nil where the file leaves the type, or the type of the elements, open.
  static func readIfKnown(_ reader: inout WireReader) throws(WireError) -> OnnxType? {
    var chosen = (number: 0, name: "", message: WireMessage())
    while let field = try reader.nextField() {
      guard let name = alternatives[field.number] else {
        try reader.skip(field)
        continue
      }
      // One of several: the last one counts.
      if chosen.number != field.number { chosen = (field.number, name, WireMessage()) }
      chosen.message.append(try reader.delimited(field, name))
    }
    let number = chosen.number
    let type = try reader.message(chosen.message, chosen.name) {
      (inner: inout WireReader) throws(WireError) -> OnnxType? in
      switch number {
      case 4: return try element(of: &inner).map { OnnxType.sequence($0) }
      case 9: return try element(of: &inner).map { OnnxType.optional($0) }
      case 5: return try map(&inner)
      default: return try tensor(&inner, isSparse: number == 8)
      }
    }
    return type ?? nil
  }

  private static let alternatives = [
    1: "tensor_type", 4: "sequence_type", 5: "map_type", 8: "sparse_tensor_type", 9: "optional_type",
  ]

  private static func tensor(_ reader: inout WireReader, isSparse: Bool) throws(WireError) -> OnnxType? {
    var element: OnnxElement?
    var shape = WireMessage()
    while let field = try reader.nextField() {
      switch field.number {
      case 1: element = try OnnxElement.read(field, &reader, "elem_type")
      case 2: shape.append(try reader.delimited(field, "shape"))
      default: try reader.skip(field)
      }
    }
    let dimensions = try reader.message(shape, "shape", OnnxDimension.readShape)
    return element.map {
      isSparse ? .sparseTensor($0, shape: dimensions) : .tensor($0, shape: dimensions)
    }
  }

  private static func element(of reader: inout WireReader) throws(WireError) -> OnnxType? {
    var element = WireMessage()
    while let field = try reader.nextField() {
      if field.number == 1 {
        element.append(try reader.delimited(field, "elem_type"))
      } else {
        try reader.skip(field)
      }
    }
    return try reader.message(element, "elem_type", readIfKnown) ?? nil
  }

  private static func map(_ reader: inout WireReader) throws(WireError) -> OnnxType? {
    var key: OnnxElement?
    var value = WireMessage()
    while let field = try reader.nextField() {
      switch field.number {
      case 1: key = try OnnxElement.read(field, &reader, "key_type")
      case 2: value.append(try reader.delimited(field, "value_type"))
      default: try reader.skip(field)
      }
    }
    guard let key, let value = try reader.message(value, "value_type", readIfKnown) ?? nil else { return nil }
    return .map(key: key, value: value)
  }
}

extension OnnxDimension {
  static func readShape(_ reader: inout WireReader) throws(WireError) -> [OnnxDimension] {
    var shape: [OnnxDimension] = []
    while let field = try reader.nextField() {
      if field.number == 1 {
        shape.append(try reader.element(field, "dim", shape.count, read))
      } else {
        try reader.skip(field)
      }
    }
    return shape
  }

  private static func read(_ reader: inout WireReader) throws(WireError) -> OnnxDimension {
    var dimension = OnnxDimension.unknown
    while let field = try reader.nextField() {
      switch field.number {
      case 1:
        let length = try reader.integer(field, "dim_value")
        guard length >= -1 else {
          throw WireError(at: field.byteOffset, "the length \(length) is negative").inside("dim_value")
        }
        // Some exporters write -1 for an open length.
        dimension = length < 0 ? .unknown : .length(length)
      case 2: dimension = .symbol(try reader.text(field, "dim_param"))
      default: try reader.skip(field)
      }
    }
    return dimension == .symbol("") ? .unknown : dimension
  }
}

extension OnnxElement {
  /// nil for `UNDEFINED`.
  static func read(
    _ field: WireField, _ reader: inout WireReader, _ name: String
  ) throws(WireError) -> OnnxElement? {
    let number = try reader.shortInteger(field, name)
    guard number != 0 else { return nil }
    guard let element = OnnxElement(rawValue: number) else {
      throw WireError(
        at: field.byteOffset, "there is no element type \(number)",
        remedy: "types 1 (float32) to 23 (float4e2m1) are known"
      ).inside(name)
    }
    return element
  }
}
