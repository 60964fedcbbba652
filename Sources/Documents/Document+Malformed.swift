import Foundation

extension Document {
  /// Says of bytes that are no JSON what is wrong with them, and on which line: `JSONDecoder` does not, and
  /// `JSONSerialization` counts bytes.
  static func malformed(_ data: Data, file: String, otherwise description: String) -> InputError {
    let detail = complaint(about: data) ?? description
    let sentence = detail.hasSuffix(".") ? String(detail.dropLast()) : detail
    guard let range = sentence.range(of: " around character "),
      let offset = Int(sentence[range.upperBound...])
    else { return InputError(at: file, "is not JSON: \(lowercasedFirst(sentence))") }
    let before = data.prefix(offset)
    let line = before.count { $0 == newline } + 1
    let column = offset - (before.lastIndex(of: newline).map { $0 - data.startIndex + 1 } ?? 0) + 1
    let reason = lowercasedFirst(String(sentence[..<range.lowerBound]))
    return InputError(at: "\(file), line \(line), column \(column)", "is not JSON: \(reason)")
  }

  private static var newline: UInt8 { UInt8(ascii: "\n") }

  private static func complaint(about data: Data) -> String? {
    do {
      _ = try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
      return nil
    } catch {
      return (error as NSError).userInfo["NSDebugDescription"] as? String
    }
  }

  private static func lowercasedFirst(_ text: String) -> String {
    text.prefix(1).lowercased() + text.dropFirst()
  }
}
