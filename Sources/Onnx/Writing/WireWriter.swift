/// A protobuf message being put together, field by field; large elements stay where they are until it is written.
struct WireWriter {
  /// All bytes but those of `inserts`.
  private(set) var bytes: [UInt8] = []
  /// Elements that come before the byte at `position`, in order.
  private(set) var inserts: [(position: Int, storage: OnnxTensor.Storage)] = []
  /// Of the whole message.
  private(set) var count = 0

  private mutating func add(varint value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      add(byte: UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    add(byte: UInt8(rest))
  }

  private mutating func add(byte: UInt8) {
    bytes.append(byte)
    count += 1
  }

  private mutating func addKey(_ field: Int, _ layout: WireField.Layout) {
    add(varint: UInt64(field) << 3 | UInt64(layout.rawValue))
  }

  mutating func integer(_ field: Int, _ value: Int) {
    addKey(field, .varint)
    add(varint: UInt64(bitPattern: Int64(value)))
  }

  mutating func float(_ field: Int, _ value: Float) {
    addKey(field, .fixed32)
    withUnsafeBytes(of: value.bitPattern.littleEndian) { for byte in $0 { add(byte: byte) } }
  }

  mutating func bytes(_ field: Int, _ value: some Collection<UInt8>) {
    addKey(field, .lengthDelimited)
    add(varint: UInt64(value.count))
    bytes.append(contentsOf: value)
    count += value.count
  }

  mutating func text(_ field: Int, _ value: String) { bytes(field, value.utf8) }

  /// Text of a field that occurs once: an empty one is left out, as protobuf does.
  mutating func textIfAny(_ field: Int, _ value: String) {
    if !value.isEmpty { text(field, value) }
  }

  mutating func elements(_ field: Int, _ storage: OnnxTensor.Storage, byteCount: Int) {
    addKey(field, .lengthDelimited)
    add(varint: UInt64(byteCount))
    inserts.append((bytes.count, storage))
    count += byteCount
  }

  mutating func message(_ field: Int, _ fill: (inout WireWriter) -> Void) {
    var inner = WireWriter()
    fill(&inner)
    addKey(field, .lengthDelimited)
    add(varint: UInt64(inner.count))
    inserts += inner.inserts.map { ($0.position + bytes.count, $0.storage) }
    bytes += inner.bytes
    count += inner.count
  }

  /// Hands the message over in pieces.
  func write(_ sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    var start = 0
    for insert in inserts {
      try bytes[start..<insert.position].withUnsafeBytes(sink)
      try insert.storage.write(sink)
      start = insert.position
    }
    try bytes[start...].withUnsafeBytes(sink)
  }
}
