/// A protobuf message taken apart as far as its bytes allow, so that a change deep inside keeps all lengths right.
struct WireTree {
  indirect enum Value {
    case varint(UInt64)
    /// 4 or 8 bytes.
    case fixed([UInt8])
    case bytes([UInt8])
    /// Length-delimited bytes that parse as a message.
    case message(WireTree)
  }
  struct Field {
    var number: UInt64
    var value: Value
  }
  var fields: [Field]

  /// nil when the bytes are no message.
  init?(_ bytes: ArraySlice<UInt8>, depth: Int = 0) {
    fields = []
    var rest = bytes
    while !rest.isEmpty {
      guard let key = WireTree.varint(&rest), key >> 3 > 0, key >> 3 < 2048 else { return nil }
      guard let value = WireTree.value(key & 7, &rest, depth) else { return nil }
      fields.append(Field(number: key >> 3, value: value))
    }
  }

  private static func value(_ wireType: UInt64, _ rest: inout ArraySlice<UInt8>, _ depth: Int) -> Value? {
    switch wireType {
    case 0: return varint(&rest).map { .varint($0) }
    case 1, 5:
      let count = wireType == 1 ? 8 : 4
      guard rest.count >= count else { return nil }
      defer { rest = rest.dropFirst(count) }
      return .fixed(Array(rest.prefix(count)))
    case 2:
      guard let length = varint(&rest), length <= UInt64(rest.count) else { return nil }
      let payload = rest.prefix(Int(length))
      rest = rest.dropFirst(Int(length))
      if depth < 20, !payload.isEmpty, let tree = WireTree(payload, depth: depth + 1) {
        return .message(tree)
      }
      return .bytes(Array(payload))
    default: return nil
    }
  }

  private static func varint(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = rest.popFirst() else { return nil }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for field in fields { field.write(to: &bytes) }
    return bytes
  }
}

extension WireTree.Field {
  func write(to bytes: inout [UInt8]) {
    switch value {
    case .varint(let value):
      WireTree.append(number << 3, to: &bytes)
      WireTree.append(value, to: &bytes)
    case .fixed(let value):
      WireTree.append(number << 3 | (value.count == 8 ? 1 : 5), to: &bytes)
      bytes += value
    case .bytes(let value): delimited(value, to: &bytes)
    case .message(let tree): delimited(tree.bytes, to: &bytes)
    }
  }

  private func delimited(_ value: [UInt8], to bytes: inout [UInt8]) {
    WireTree.append(number << 3 | 2, to: &bytes)
    WireTree.append(UInt64(value.count), to: &bytes)
    bytes += value
  }
}

extension WireTree {
  static func append(_ value: UInt64, to bytes: inout [UInt8]) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
