import Foundation
import Testing

@testable import Documents

@Suite("JSON parser")
struct JSONParserTests {
  private func parse(_ text: String) throws -> JSONValue { try JSONParser.parse(Data(text.utf8)) }

  @Test("Every kind of value is read as what it is")
  func kinds() throws {
    let text = """
      { "a": [1, -2, 0, 2.5, 1e3, -0.5E-2], "b": true, "c": false, "d": null, "e": {}, "f": [], "ü": "" }
      """
    #expect(
      try parse(text) == [
        "a": [1, -2, 0, 2.5, .number(1000), -0.005], "b": true, "c": false, "d": .null, "e": [:], "f": [],
        "ü": "",
      ])
  }

  @Test("Whole numbers stay whole as long as they fit")
  func wholeNumbers() throws {
    #expect(try parse("9223372036854775807") == .integer(.max))
    #expect(try parse("-9223372036854775808") == .integer(.min))
    #expect(try parse("9223372036854775808") == .number(9_223_372_036_854_775_808))
    #expect(try parse("1.0") == .number(1))
  }

  @Test("Escapes mean what they mean, and a byte order mark means nothing")
  func escapes() throws {
    #expect(try parse(#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#) == .string("\"\\/\u{8}\u{c}\n\r\té😀"))
    #expect(try JSONParser.parse(Data([0xEF, 0xBB, 0xBF] + Array("[]".utf8))) == [])
  }

  @Test("What is written reads as what it was")
  func roundTrip() throws {
    let value: JSONValue = [
      "text": "a “b” \\ \"\n\t\u{1}", "numbers": [0, -7, 0.1, 1e-9, .number(12)], "none": .null,
      "flags": [true, false], "empty": [[:], []],
    ]
    #expect(try parse(value.text) == value)
  }

  @Test(
    "What is no JSON is refused where it begins to be none",
    arguments: [
      ("", 1, 1, "the file ends where a value is expected"),
      ("{", 1, 2, "expected a key in quotes"),
      ("{\n  \"a\": 1,\n}", 3, 1, "expected a key in quotes"),
      ("{ \"a\" 1 }", 1, 7, "expected “:” after the key “a”"),
      ("{ \"a\": 1 \"b\": 2 }", 1, 10, "expected “,” or “}”"),
      ("{ \"a\": 1,\n  \"a\": 2 }", 2, 3, "the key “a” stands here twice"),
      ("[1 2]", 1, 4, "expected “,” or “]”"),
      ("[1,]", 1, 4, "expected a value"),
      ("tru", 1, 1, "expected a value"),
      ("NaN", 1, 1, "expected a value"),
      ("01", 1, 2, "expected the end of the file"),
      ("-", 1, 2, "expected a digit"),
      ("1.", 1, 3, "expected a digit"),
      ("1e999", 1, 1, "the number 1e999 is too large"),
      ("\"abc", 1, 1, "the text that starts here has no end"),
      ("\"a\nb\"", 1, 3, "a line break or control character stands in a text"),
      ("\"\\x\"", 1, 2, "unknown escape in a text"),
      ("\"\\u12\"", 1, 2, "expected four hexadecimal digits"),
      ("\"\\ud83d\"", 1, 2, "half a surrogate pair in a text"),
      ("[] []", 1, 4, "expected the end of the file"),
      (String(repeating: "[", count: 200), 1, 129, "more than 128 levels deep"),
    ])
  func malformed(text: String, line: Int, column: Int, reason: String) {
    #expect(throws: JSONParser.SyntaxError(line: line, column: column, reason: reason)) { try parse(text) }
  }

  @Test("Text that is not UTF-8 is refused")
  func encoding() {
    #expect(throws: JSONParser.SyntaxError.self) { try JSONParser.parse(Data([0x22, 0xFF, 0x22])) }
  }

  @Test("No cut or flipped byte of a file crashes the parser")
  func mutations() {
    let sound = Array(#"{ "a": [1, -2.5e3, "x\u00e9\n", true], "b": { "c": null } }"#.utf8)
    for place in sound.indices {
      _ = try? JSONParser.parse(Data(sound[..<place]))
      for flip: UInt8 in [0x01, 0x20, 0x80, 0xFF] {
        var bytes = sound
        bytes[place] ^= flip
        _ = try? JSONParser.parse(Data(bytes))
      }
    }
  }
}
