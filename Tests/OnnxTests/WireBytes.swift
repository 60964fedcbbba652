/// A protobuf message put together field by field, by the numbers of onnx.proto: what the reader's tests read.
struct WireBytes {
  private(set) var bytes: [UInt8] = []

  static func varint(_ value: UInt64) -> [UInt8] {
    var rest = value
    var bytes: [UInt8] = []
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  /// The key alone.
  func key(_ field: Int, _ wireType: Int) -> WireBytes {
    adding(WireBytes.varint(UInt64(field << 3 | wireType)))
  }

  func adding(_ more: [UInt8]) -> WireBytes {
    var message = self
    message.bytes += more
    return message
  }

  func number(_ field: Int, _ value: Int) -> WireBytes {
    key(field, 0).adding(WireBytes.varint(UInt64(bitPattern: Int64(value))))
  }

  func float(_ field: Int, _ value: Float) -> WireBytes {
    key(field, 5).adding(littleEndian(value.bitPattern))
  }

  func bytes(_ field: Int, _ value: [UInt8]) -> WireBytes {
    key(field, 2).adding(WireBytes.varint(UInt64(value.count)) + value)
  }

  func text(_ field: Int, _ value: String) -> WireBytes { bytes(field, Array(value.utf8)) }

  func message(_ field: Int, _ value: WireBytes) -> WireBytes { bytes(field, value.bytes) }

  func packed(_ field: Int, _ values: [Int]) -> WireBytes {
    bytes(field, values.flatMap { WireBytes.varint(UInt64(bitPattern: Int64($0))) })
  }

  func floats(_ field: Int, _ values: [Float]) -> WireBytes {
    bytes(field, values.flatMap { littleEndian($0.bitPattern) })
  }
}

func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: value.littleEndian) { Array($0) }
}

extension WireBytes {
  /// A `ModelProto` around a graph.
  static func model(_ graph: WireBytes) -> WireBytes { WireBytes().message(7, graph) }

  /// A `ModelProto` with one node, which is put together by `fields`.
  static func model(node: WireBytes) -> WireBytes { model(WireBytes().message(1, node)) }

  static func model(attribute: WireBytes) -> WireBytes {
    model(node: WireBytes().text(4, "X").message(5, attribute))
  }

  static func model(initializer: WireBytes) -> WireBytes { model(WireBytes().message(5, initializer)) }
}
