import Tensors

/// The data fields of a `TensorProto`, kept as ranges of the file until type and shape are known.
struct TensorData {
  /// The fields that may hold elements, by their numbers.
  private enum Field: Int {
    case float = 4
    case int32, string, int64
    case raw = 9
    case double, uint64

    var name: String {
      switch self {
      case .float: "float_data"
      case .int32: "int32_data"
      case .string: "string_data"
      case .int64: "int64_data"
      case .raw: "raw_data"
      case .double: "double_data"
      case .uint64: "uint64_data"
      }
    }
  }
  private var field: Field?
  /// Bytes of the elements in order; of strings, one range each.
  private var parts: [Range<Int>] = []

  mutating func read(_ field: WireField, _ reader: inout WireReader) throws(WireError) {
    guard let known = Field(rawValue: field.number) else { return try reader.skip(field) }
    let part: Range<Int>
    switch known {
    case .raw: part = try reader.delimited(field, known.name)
    case .string: part = try reader.delimited(field, known.name, parts.count)
    case .float: part = try reader.elements(field, known.name, .fixed32)
    case .double: part = try reader.elements(field, known.name, .fixed64)
    case .int32, .int64, .uint64: part = try reader.elements(field, known.name, .varint)
    }
    // Writers that spell out defaults leave empty fields beside the one they mean.
    guard known == .string || !part.isEmpty else { return }
    if let other = self.field, other != known {
      throw WireError(at: field.byteOffset, "\(known.name) stands beside \(other.name)").inside(known.name)
    }
    if known == .raw { parts = [] }
    self.field = known
    parts.append(part)
  }

  /// - Parameter start: where the tensor stands, for messages about its shape.
  func storage(
    of extent: TensorExtent, _ reader: WireReader, at start: Int
  ) throws(WireError) -> OnnxTensor.Storage {
    guard let field else { return extent.element == .string ? .strings([]) : .bytes([]) }
    do throws(WireError) {
      guard field == .raw ? extent.element != .string : field == TensorData.typedField(extent.element) else {
        throw WireError(
          at: parts[0].lowerBound, "\(field.name) cannot hold elements of type \(extent.element)")
      }
      switch field {
      case .raw, .float, .double: return try packed(extent, reader)
      case .string:
        try expect(extent.count, parts.count)
        return .strings(parts.map { Array(reader.bytes[$0]) })
      case .int32, .int64, .uint64: return .bytes(try decoded(extent, reader))
      }
    } catch { throw error.inside(field.name) }
  }

  /// The typed field that onnx.proto assigns to an element type.
  private static func typedField(_ element: OnnxElement) -> Field {
    switch element {
    case .float32, .complex64: .float
    case .float64, .complex128: .double
    case .int64: .int64
    case .uint32, .uint64: .uint64
    case .string: .string
    default: .int32
    }
  }

  private func expect(_ wanted: Int, _ found: Int) throws(WireError) {
    guard wanted == found else {
      throw WireError(
        at: parts[0].lowerBound, "the shape asks for \(wanted) elements, but there are \(found)")
    }
  }

  /// Elements that lie in the file as they do in memory.
  private func packed(_ extent: TensorExtent, _ reader: WireReader) throws(WireError) -> OnnxTensor.Storage {
    let found = parts.reduce(0) { $0 + $1.count }
    guard found == extent.byteCount else {
      throw WireError(
        at: parts[0].lowerBound, "the shape asks for \(extent.byteCount) bytes, but there are \(found)")
    }
    if parts.count == 1 { return .mapped(MappedBytes(file: reader.source.file, range: parts[0])) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(found)
    for part in parts { bytes.append(contentsOf: reader.bytes[part]) }
    return .bytes(bytes)
  }

  private func decoded(_ extent: TensorExtent, _ reader: WireReader) throws(WireError) -> [UInt8] {
    // Nothing is allocated before the varints are known to be as many as the shape asks for.
    let found = parts.reduce(0) { $0 + reader.bytes[$1].count { $0 < 0x80 } }
    let bits = extent.element.bitWidth ?? 0
    try expect(bits < 8 ? extent.byteCount : extent.count, found)
    switch extent.element {
    case .int8: return try decoded(Int8.self, found, reader)
    case .int16: return try decoded(Int16.self, found, reader)
    case .int32: return try decoded(Int32.self, found, reader)
    case .int64: return try decoded(Int64.self, found, reader)
    case .uint16, .float16, .bfloat16: return try decoded(UInt16.self, found, reader)
    case .uint32: return try decoded(UInt32.self, found, reader)
    case .uint64: return try decoded(UInt64.self, found, reader)
    case .bool: return try decoded(UInt8.self, found, reader, limit: 1)
    default: return try decoded(UInt8.self, found, reader)
    }
  }

  private func decoded<Element: FixedWidthInteger>(
    _ type: Element.Type, _ count: Int, _ reader: WireReader, limit: Element = .max
  ) throws(WireError) -> [UInt8] {
    let isShort = field == .int32
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count * Element.bitWidth / 8)
    var cursor = reader
    for part in parts {
      cursor.narrow(to: part)
      while cursor.position < part.upperBound {
        let start = cursor.position
        let varint = try cursor.varint()
        let number = isShort ? Int64(Int32(truncatingIfNeeded: varint)) : Int64(bitPattern: varint)
        let value = field == .uint64 ? Element(exactly: varint) : Element(exactly: number)
        guard let value, value <= limit else {
          throw WireError(at: start, "\(number) is out of the range of the element type")
        }
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
      }
    }
    return bytes
  }
}
