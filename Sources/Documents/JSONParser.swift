import Foundation

/// Reads JSON text (RFC 8259) strictly: a key that stands twice in an object, a number that no `Double`
/// holds and text that is not UTF-8 are errors, and every error knows its line and column.
struct JSONParser {
  /// Lists and objects within each other; deeper than any honest file, shallow enough for the stack.
  static let maximumDepth = 128

  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  struct SyntaxError: Error, Equatable {
    var line: Int
    /// In bytes, from 1.
    var column: Int
    var reason: String
  }

  /// - Throws: `SyntaxError` at the first byte that is not JSON.
  static func parse(_ data: Data) throws(SyntaxError) -> JSONValue {
    var parser = JSONParser(bytes: [UInt8](data))
    if parser.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.position = 3 }
    let value = try parser.value()
    parser.skipSpace()
    guard parser.next == nil else { throw parser.error("expected the end of the file") }
    return value
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func error(_ reason: String, at place: Int? = nil) -> SyntaxError {
    let before = bytes.prefix(place ?? position)
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return SyntaxError(line: line, column: before.count - lineStart + 1, reason: reason)
  }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func value() throws(SyntaxError) -> JSONValue {
    skipSpace()
    guard let byte = next else { throw error("the file ends where a value is expected") }
    switch byte {
    case UInt8(ascii: "{"): return .object(try nested(Self.object))
    case UInt8(ascii: "["): return .array(try nested(Self.array))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw error("expected a value")
    }
  }

  private mutating func nested<Result>(
    _ body: (inout JSONParser) throws(SyntaxError) -> Result
  ) throws(SyntaxError) -> Result {
    guard depth < Self.maximumDepth else { throw error("more than \(Self.maximumDepth) levels deep") }
    depth += 1
    defer { depth -= 1 }
    position += 1
    return try body(&self)
  }

  private static func object(_ parser: inout JSONParser) throws(SyntaxError) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    parser.skipSpace()
    if parser.take("}") { return members }
    repeat {
      parser.skipSpace()
      let start = parser.position
      guard parser.next == UInt8(ascii: "\"") else { throw parser.error("expected a key in quotes") }
      let key = try parser.string()
      guard members[key] == nil else { throw parser.error("the key “\(key)” stands here twice", at: start) }
      parser.skipSpace()
      guard parser.take(":") else { throw parser.error("expected “:” after the key “\(key)”") }
      members[key] = try parser.value()
      parser.skipSpace()
    } while parser.take(",")
    guard parser.take("}") else { throw parser.error("expected “,” or “}”") }
    return members
  }

  private static func array(_ parser: inout JSONParser) throws(SyntaxError) -> [JSONValue] {
    var elements: [JSONValue] = []
    parser.skipSpace()
    if parser.take("]") { return elements }
    repeat {
      elements.append(try parser.value())
      parser.skipSpace()
    } while parser.take(",")
    guard parser.take("]") else { throw parser.error("expected “,” or “]”") }
    return elements
  }

  private mutating func literal(_ text: String, _ value: JSONValue) throws(SyntaxError) -> JSONValue {
    guard bytes[position...].starts(with: text.utf8) else { throw error("expected a value") }
    position += text.utf8.count
    return value
  }

  private mutating func number() throws(SyntaxError) -> JSONValue {
    let start = position
    _ = take("-")
    if !take("0") { try digits() }
    var isWhole = true
    if take(".") {
      isWhole = false
      try digits()
    }
    if take("e") || take("E") {
      isWhole = false
      if !take("+") { _ = take("-") }
      try digits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole, let integer = Int(text) { return .integer(integer) }
    guard let number = Double(text), number.isFinite else {
      throw error("the number \(text) is too large", at: start)
    }
    return .number(number)
  }

  private mutating func digits() throws(SyntaxError) {
    let start = position
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    guard position > start else { throw error("expected a digit") }
  }

  private mutating func string() throws(SyntaxError) -> String {
    let start = position
    position += 1
    var text: [UInt8] = []
    while let byte = next {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw error("the text is not UTF-8", at: start)
        }
        return string
      case UInt8(ascii: "\\"): text += try escape()
      case 0..<0x20:
        position -= 1
        throw error("a line break or control character stands in a text")
      default: text.append(byte)
      }
    }
    throw error("the text that starts here has no end", at: start)
  }

  private mutating func escape() throws(SyntaxError) -> [UInt8] {
    let start = position - 1
    let simple: [Unicode.Scalar: UInt8] = [
      "\"": 0x22, "\\": 0x5C, "/": 0x2F, "b": 0x08, "f": 0x0C, "n": 0x0A, "r": 0x0D, "t": 0x09,
    ]
    guard let byte = next else { throw error("the file ends inside a text") }
    position += 1
    if let meant = simple[Unicode.Scalar(byte)] { return [meant] }
    guard byte == UInt8(ascii: "u") else { throw error("unknown escape in a text", at: start) }
    var units = [try hexadecimalUnit(start)]
    if UTF16.isLeadSurrogate(units[0]), take("\\"), take("u") { units.append(try hexadecimalUnit(start)) }
    guard let text = String(validating: units, as: UTF16.self) else {
      throw error("half a surrogate pair in a text", at: start)
    }
    return [UInt8](text.utf8)
  }

  private mutating func hexadecimalUnit(_ start: Int) throws(SyntaxError) -> UInt16 {
    let digits = bytes[position..<min(position + 4, bytes.count)]
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw error("expected four hexadecimal digits", at: start) }
    position += 4
    return unit
  }
}
