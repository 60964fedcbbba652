import Chips
import Documents

/// A chip of the shelf with figures set in it, by JSON path; texts may name columns of a table's row, as `$column`.
struct ChipSettings: Sendable {
  var chip: String
  var settings: [(path: String, value: JSONValue)]

  /// Reads `chip` and, where it is there, `set`.
  init(_ object: inout DocumentObject) throws {
    chip = try object.required("chip").string()
    settings = []
    if var members = try object.optional("set")?.object() {
      for path in members.keys { settings.append((path, try members.required(path).value)) }
    }
  }

  /// The chip of a row.
  /// - Throws: `InputError` when there is no such chip or column, or a figure is wrong.
  func load(_ row: CSVRow) throws -> Chip {
    var document = try Document.read(Shelf.chips.file(named: chip))
    for (path, value) in settings {
      document = try document.setting(path: path, to: Self.filled(value, row), mayAdd: true)
    }
    return try Chip.load(document)
  }

  /// What makes two chips the same.
  func key(_ row: CSVRow) throws -> [String] {
    try [chip] + settings.map { "\($0.path)=\(try Self.filled($0.value, row))" }
  }

  private static func filled(_ value: JSONValue, _ row: CSVRow) throws -> JSONValue {
    guard case .string(let text) = value, text.contains("$") else { return value }
    let filled = try row.filling(text)
    return Int(filled).map { .integer($0) } ?? .string(filled)
  }
}
