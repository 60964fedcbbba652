import Documents
import Foundation

/// Sections of keys and values, as `.cfg` files hold them: `[section]`, `key = value` or `key: value`, comments behind
/// `#` or `;` at the start of a line. Names of sections and keys are the same in capitals and small letters.
struct SettingsFile: Sendable {
  /// Files larger than this are no settings.
  static let maximumBytes = 1 << 20

  struct Setting: Sendable {
    var value: String
    var line: Int
  }

  let file: String
  private var sections: [String: [String: Setting]] = [:]

  /// - Throws: `InputError` `.notFound`, or `.badData` with the line that is none of the above, or that says
  ///   something for a second time.
  static func read(_ file: String) throws -> SettingsFile {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw InputError(.notFound, at: file, "cannot be read")
    }
    guard data.count <= maximumBytes else {
      throw InputError(at: file, "is \(data.count) bytes long", remedy: "at most \(maximumBytes) are read")
    }
    return try SettingsFile(parsing: String(decoding: data, as: UTF8.self), file: file)
  }

  init(parsing text: String, file: String) throws {
    self.file = file
    var section: String?
    let lines = text.trimmingPrefix("\u{FEFF}").split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, raw) in lines.enumerated() {
      let line = raw.trimmingCharacters(in: .whitespaces)
      guard let first = line.first, first != "#", first != ";" else { continue }
      let place = "\(file), line \(index + 1)"
      if first == "[" {
        guard line.last == "]" else { throw InputError(at: place, "“\(line)” has no “]”") }
        let name = line.dropFirst().dropLast().trimmingCharacters(in: .whitespaces).lowercased()
        guard sections.updateValue([:], forKey: name) == nil else {
          throw InputError(at: place, "section [\(name)] is there twice", remedy: "join the two")
        }
        section = name
        continue
      }
      guard let section else {
        throw InputError(at: place, "“\(line)” stands before the first section", remedy: "such as [general]")
      }
      guard let separator = line.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
        throw InputError(at: place, "“\(line)” is no setting", remedy: "expected key = value or key: value")
      }
      let key = line[..<separator].trimmingCharacters(in: .whitespaces).lowercased()
      let value = line[line.index(after: separator)...].trimmingCharacters(in: .whitespaces)
      let setting = Setting(value: value, line: index + 1)
      if let other = sections[section, default: [:]].updateValue(setting, forKey: key) {
        throw InputError(
          at: place, "“\(key)” is given in line \(other.line) already", remedy: "keep one of them")
      }
    }
  }

  /// nil where the file does not say it.
  func optional(_ section: String, _ key: String) -> Setting? { sections[section]?[key.lowercased()] }

  /// - Throws: `InputError` with the nearest key of the section.
  func required(_ section: String, _ key: String) throws -> Setting {
    if let setting = optional(section, key) { return setting }
    guard let keys = sections[section]?.keys else {
      throw InputError(at: file, "has no section [\(section)]", remedy: "\(key) belongs there")
    }
    let near = nearestName(to: key, among: keys)
    throw InputError(
      at: "\(file), [\(section)]", "“\(key)” is missing",
      remedy: near.map { "“\($0)” is there: did you mean “\(key)”?" })
  }

  /// - Throws: `InputError` with the line when the value is no whole number of the range.
  func integer(_ setting: Setting, _ key: String, in range: ClosedRange<Int>) throws -> Int {
    guard let number = Int(setting.value), range.contains(number) else {
      throw error(setting, key, remedy: "expected \(range.lowerBound)…\(range.upperBound)")
    }
    return number
  }

  func error(_ setting: Setting, _ key: String, remedy: String) -> InputError {
    InputError(at: "\(file), line \(setting.line)", "\(key) is “\(setting.value)”", remedy: remedy)
  }
}
