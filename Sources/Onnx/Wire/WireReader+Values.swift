extension WireReader {
  /// Passes over a field that nobody asks for.
  mutating func skip(_ field: WireField) throws(WireError) {
    switch field.layout {
    case .varint: _ = try varint()
    case .fixed64: _ = try take(8)
    case .lengthDelimited: _ = try takeDelimited()
    case .fixed32: _ = try take(4)
    }
  }

  /// `int64`, and every other number that lies in a varint: negative ones are sign-extended to 64 bits.
  mutating func integer(_ field: WireField, _ name: String) throws(WireError) -> Int {
    do throws(WireError) {
      try expect(.varint, field)
      return Int(truncatingIfNeeded: try varint())
    } catch { throw error.inside(name) }
  }

  /// `int32` and enumerations: protobuf takes the low 32 bits.
  mutating func shortInteger(_ field: WireField, _ name: String) throws(WireError) -> Int {
    Int(Int32(truncatingIfNeeded: try integer(field, name)))
  }

  mutating func float(_ field: WireField, _ name: String) throws(WireError) -> Float {
    do throws(WireError) {
      try expect(.fixed32, field)
      return float(at: try take(4).lowerBound)
    } catch { throw error.inside(name) }
  }

  mutating func text(_ field: WireField, _ name: String, _ index: Int? = nil) throws(WireError) -> String {
    let range = try delimited(field, name, index)
    let letters = UnsafeRawBufferPointer(rebasing: bytes[range]).bindMemory(to: UInt8.self)
    guard let text = String(validating: letters, as: UTF8.self) else {
      throw WireError(at: range.lowerBound, "this text is not valid UTF-8").inside(name, index)
    }
    return text
  }

  /// The bytes of a `bytes` value, a string or a message.
  mutating func delimited(
    _ field: WireField, _ name: String, _ index: Int? = nil
  ) throws(WireError) -> Range<Int> {
    do throws(WireError) {
      try expect(.lengthDelimited, field)
      return try takeDelimited()
    } catch { throw error.inside(name, index) }
  }

  /// Reads the message in a field that occurs once; nil when it does not occur.
  func message<Message>(
    _ message: WireMessage, _ name: String, _ read: (inout WireReader) throws(WireError) -> Message
  ) throws(WireError) -> Message? {
    guard let first = message.first else { return nil }
    do throws(WireError) {
      var inner = try reader(of: first, message.later)
      return try read(&inner)
    } catch { throw error.inside(name) }
  }

  /// Reads one message of a repeated field.
  mutating func element<Message>(
    _ field: WireField, _ name: String, _ index: Int,
    _ read: (inout WireReader) throws(WireError) -> Message
  ) throws(WireError) -> Message {
    let part = try delimited(field, name, index)
    do throws(WireError) {
      var inner = try reader(of: part)
      return try read(&inner)
    } catch { throw error.inside(name, index) }
  }

  mutating func integers(
    _ field: WireField, _ name: String, into numbers: inout [Int]
  ) throws(WireError) {
    do throws(WireError) {
      guard field.layout == .lengthDelimited else {
        try expect(.varint, field)
        return numbers.append(Int(truncatingIfNeeded: try varint()))
      }
      var packed = self
      packed.narrow(to: try takeDelimited())
      while packed.position < packed.end {
        numbers.append(Int(truncatingIfNeeded: try packed.varint()))
      }
    } catch { throw error.inside(name) }
  }

  mutating func floats(
    _ field: WireField, _ name: String, into numbers: inout [Float]
  ) throws(WireError) {
    let range = try elements(field, name, .fixed32)
    guard range.count.isMultiple(of: 4) else {
      throw WireError(at: range.lowerBound, "\(range.count) bytes are no whole number of floats").inside(name)
    }
    for offset in stride(from: range.lowerBound, to: range.upperBound, by: 4) {
      numbers.append(float(at: offset))
    }
  }

  /// The bytes of one occurrence of a repeated number: many packed ones, or a single one.
  mutating func elements(
    _ field: WireField, _ name: String, _ single: WireField.Layout
  ) throws(WireError) -> Range<Int> {
    guard field.layout != .lengthDelimited else { return try delimited(field, name) }
    do throws(WireError) {
      try expect(single, field)
      let start = position
      try skip(field)
      return start..<position
    } catch { throw error.inside(name) }
  }

  private func float(at offset: Int) -> Float {
    Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
  }

  private func expect(_ layout: WireField.Layout, _ field: WireField) throws(WireError) {
    guard field.layout == layout else {
      throw WireError(
        at: field.byteOffset,
        "field \(field.number) is \(field.layout.description), but must be \(layout.description)")
    }
  }
}
