/// A cursor over the fields of one protobuf message, which never leaves the message's bytes.
///
/// Offsets count from the start of the file. The bytes are those of `source`'s file and must outlive the reader.
struct WireReader {
  /// How many messages may lie in each other: protobuf's own parsers stop at the same depth, and so no file that
  /// they read needs more stack than this.
  static let deepestNesting = 100

  let source: OnnxSource
  let bytes: UnsafeRawBufferPointer
  private(set) var position: Int
  private(set) var end: Int
  /// Further parts of the same message.
  private var laterParts: ArraySlice<Range<Int>>
  private let depth: Int

  /// The whole file as one message.
  init(source: OnnxSource, bytes: UnsafeRawBufferPointer) {
    self.init(source: source, bytes: bytes, first: 0..<bytes.count, later: [], depth: 0)
  }

  private init(
    source: OnnxSource, bytes: UnsafeRawBufferPointer, first: Range<Int>, later: [Range<Int>], depth: Int
  ) {
    self.source = source
    self.bytes = bytes
    self.depth = depth
    position = first.lowerBound
    end = first.upperBound
    laterParts = later[...]
  }

  /// The next field's key; nil after the last field.
  mutating func nextField() throws(WireError) -> WireField? {
    while position == end {
      guard let part = laterParts.popFirst() else { return nil }
      position = part.lowerBound
      end = part.upperBound
    }
    let offset = position
    let key = try varint()
    guard (1..<(1 << 29)).contains(key >> 3) else {
      throw WireError(at: offset, "there is no field number \(key >> 3)", remedy: notAModel)
    }
    guard let layout = WireField.Layout(rawValue: UInt8(key & 7)) else {
      let what = key & 7 == 3 || key & 7 == 4 ? "a group, which ONNX does not use" : "of no known wire type"
      throw WireError(at: offset, "field \(key >> 3) is \(what) (wire type \(key & 7))", remedy: notAModel)
    }
    return WireField(number: Int(key >> 3), layout: layout, byteOffset: offset)
  }

  /// What to think of when the very outermost bytes make no sense.
  private var notAModel: String? { depth == 0 ? "is this an ONNX file?" : nil }

  /// A reader of a message that lies in this one.
  func reader(of part: Range<Int>, _ later: [Range<Int>] = []) throws(WireError) -> WireReader {
    guard depth < WireReader.deepestNesting else {
      throw WireError(
        at: part.lowerBound, "messages are nested more than \(WireReader.deepestNesting) deep")
    }
    return WireReader(source: source, bytes: bytes, first: part, later: later, depth: depth + 1)
  }

  /// Leaves nothing but the given bytes of this message to read.
  mutating func narrow(to part: Range<Int>) {
    position = part.lowerBound
    end = part.upperBound
    laterParts = []
  }

  /// A number of one to ten bytes with seven bits each, the low ones first.
  mutating func varint() throws(WireError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    let start = position
    while position < end {
      let byte = bytes[position]
      position += 1
      guard shift < 63 || byte <= 1 else {
        throw WireError(at: start, "a varint has more than 64 bits")
      }
      value |= UInt64(byte & 0x7F) &<< shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw WireError(at: start, "the message ends in the middle of a varint")
  }

  /// The range of the next `count` bytes, which are passed over.
  mutating func take(_ count: Int) throws(WireError) -> Range<Int> {
    guard count <= end - position else {
      throw WireError(at: position, "\(count) bytes are due, but \(end - position) are left in the message")
    }
    defer { position += count }
    return position..<position + count
  }

  /// The range of a length-delimited value, after its length.
  mutating func takeDelimited() throws(WireError) -> Range<Int> {
    let offset = position
    let length = try varint()
    guard length <= UInt64(end - position) else {
      throw WireError(
        at: offset, "a length of \(length) bytes, but \(end - position) are left in the message")
    }
    return try take(Int(length))
  }
}
