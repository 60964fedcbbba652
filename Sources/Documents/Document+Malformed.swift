import Foundation

extension Document {
  /// Says of bytes that are no JSON what is wrong with them, and on which line: `JSONDecoder` does not, and
  /// `JSONSerialization` counts bytes, except at the end of the file.
  static func malformed(_ data: Data, file: String, otherwise description: String) -> InputError {
    let data = Data(data)
    guard !data.isEmpty else { return InputError(at: file, "is empty", remedy: "expected JSON") }
    guard let end = data.lastIndex(where: { !blanks.contains($0) }) else {
      return InputError(at: file, "is blank: \(data.count) bytes of spaces", remedy: "expected JSON")
    }
    let detail = complaint(about: data) ?? description
    let sentence = detail.hasSuffix(".") ? String(detail.dropLast()) : detail
    if let range = sentence.range(of: " around character "), let offset = Int(sentence[range.upperBound...]) {
      return malformed(data, at: min(offset, data.count), file, String(sentence[..<range.lowerBound]))
    }
    let isTooShort = sentence.hasPrefix("Unexpected end of file")
    return malformed(
      data, at: isTooShort ? end + 1 : nil, file, isTooShort ? "Unexpected end of file" : sentence)
  }

  private static func malformed(
    _ data: Data, at offset: Int?, _ file: String, _ complaint: String
  ) -> InputError {
    let reason = "is not JSON: \(complaint.prefix(1).lowercased())\(complaint.dropFirst())"
    guard let offset else { return InputError(at: file, reason) }
    let before = data.prefix(offset)
    let line = before.count { $0 == newline } + 1
    let column = offset - (before.lastIndex(of: newline).map { $0 + 1 } ?? 0) + 1
    // A picture, an archive, an array of NumPy: its first byte tells that it was never meant to be read as text.
    let isBinary = offset == 0 && !(0x20..<0x7F).contains(data[0])
    let remedy = isBinary ? "byte 0x\(String(data[0], radix: 16, uppercase: true)) begins no text" : nil
    return InputError(at: "\(file), line \(line), column \(column)", reason, remedy: remedy)
  }

  private static var newline: UInt8 { UInt8(ascii: "\n") }

  private static var blanks: [UInt8] { Array(" \t\r\n".utf8) }

  private static func complaint(about data: Data) -> String? {
    do {
      _ = try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
      return nil
    } catch {
      return (error as NSError).userInfo["NSDebugDescription"] as? String
    }
  }
}
