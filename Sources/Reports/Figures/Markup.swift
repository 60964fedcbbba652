import Foundation

/// Text on its way into SVG, HTML, or a script in a page.
enum Markup {
  /// Text as XML 1.0 and HTML take it, in elements and in quoted attributes; characters that no XML document may hold
  /// become replacement characters.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result += " "
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
        result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A value as JSON that can stand inside of a `<script>` element: no `<` ends it early.
  static func script(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var result: [UInt8] = []
    let json = try encoder.encode(value)
    result.reserveCapacity(json.count)
    for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "<", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        result += Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
      default: result += UTF8.encode(scalar)!
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
