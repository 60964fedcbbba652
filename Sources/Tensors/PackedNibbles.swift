/// Elements of four bits, two to a byte: the first in the low half (as ONNX stores int4 and uint4).
enum PackedNibbles {
  static func pack(_ values: [Int64]) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: (values.count + 1) / 2)
    for (index, value) in values.enumerated() {
      bytes[index / 2] |= UInt8(truncatingIfNeeded: value & 15) << (index % 2 == 0 ? 0 : 4)
    }
    return bytes
  }

  static func unpack(_ bytes: [UInt8], count: Int, signed: Bool) -> [Int64] {
    (0..<count).map { index in
      let nibble = Int64(bytes[index / 2] >> (index % 2 == 0 ? 0 : 4)) & 15
      return signed && nibble >= 8 ? nibble - 16 : nibble
    }
  }
}
