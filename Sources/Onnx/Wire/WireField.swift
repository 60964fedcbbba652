/// The key in front of a field's value: which field it is and how its value is laid out.
struct WireField {
  /// The wire types of protobuf. Groups are no part of ONNX.
  enum Layout: UInt8 {
    case varint = 0
    case fixed64 = 1
    case lengthDelimited = 2
    case fixed32 = 5

    var description: String {
      switch self {
      case .varint: "a varint"
      case .fixed64: "8 bytes"
      case .lengthDelimited: "length-delimited"
      case .fixed32: "4 bytes"
      }
    }
  }
  let number: Int
  let layout: Layout
  /// Where the key stands in the file.
  let byteOffset: Int
}

/// A field that holds one message. Should the file give it more than once, the parts are read as one message
/// after another: protobuf's merging of messages is the concatenation of their bytes.
struct WireMessage {
  private(set) var first: Range<Int>?
  private(set) var later: [Range<Int>] = []

  var isPresent: Bool { first != nil }

  mutating func append(_ part: Range<Int>) {
    if first == nil { first = part } else { later.append(part) }
  }
}
