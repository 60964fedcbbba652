/// A 128-bit fingerprint that is the same on every machine and in every run (unlike `Hasher`), for naming results by
/// what they were made from. Not cryptographic: it tells apart what differs by accident, not by malice.
public struct StableHash: Sendable {
  private static let wordBytes = 8
  // Odd constants with about half of their bits set, from the fractional parts of √2 and √3.
  private static let multipliers: (UInt64, UInt64) = (0x6A09_E667_F3BC_C909, 0xBB67_AE85_84CA_A73B)

  private var lanes: (UInt64, UInt64) = (multipliers.1, multipliers.0)

  public init() {}

  /// Takes in some bytes. What was taken in at once matters: "ab" then "c" is not "a" then "bc".
  public mutating func combine(_ bytes: UnsafeRawBufferPointer) {
    let words = bytes.count / Self.wordBytes
    for word in 0..<words {
      mix(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: word * Self.wordBytes, as: UInt64.self)))
    }
    var rest: UInt64 = 0
    for index in words * Self.wordBytes..<bytes.count { rest = rest << 8 | UInt64(bytes[index]) }
    mix(rest)
    mix(UInt64(bytes.count))
  }

  public mutating func combine(_ text: String) {
    var text = text
    text.withUTF8 { combine(UnsafeRawBufferPointer($0)) }
  }

  private mutating func mix(_ word: UInt64) {
    lanes.0 = (lanes.0 ^ word) &* Self.multipliers.0
    lanes.0 ^= lanes.0 >> 29
    lanes.1 = (lanes.1 &+ word) &* Self.multipliers.1
    lanes.1 ^= lanes.1 >> 32
  }

  /// 16 hexadecimal digits.
  public var short: String { Self.hexadecimal(lanes.0 ^ lanes.1) }

  /// 32 hexadecimal digits.
  public var text: String { Self.hexadecimal(lanes.0) + Self.hexadecimal(lanes.1) }

  private static func hexadecimal(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension StableHash {
  public init(of text: String) {
    self.init()
    combine(text)
  }
}
