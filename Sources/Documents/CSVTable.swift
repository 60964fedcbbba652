import Foundation

/// A file of comma-separated values with a header row (RFC 4180), as reference tables come.
public struct CSVTable: Sendable {
  /// Files larger than this are refused.
  public static let maximumBytes = 256 << 20

  public let file: String
  public let columns: [String]
  public let rows: [CSVRow]

  /// - Throws: `InputError` `.notFound` when the file cannot be read; `.badData` with the line where a quote stays
  ///   open, or where a row has another number of fields than the header.
  public static func read(_ file: String) throws -> CSVTable {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw InputError(.notFound, at: file, "cannot be read")
    }
    guard data.count <= maximumBytes else {
      throw InputError(at: file, "is \(data.count) bytes long", remedy: "at most \(maximumBytes) are read")
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw InputError(at: file, "is not UTF-8 text", remedy: "expected comma-separated values")
    }
    return try CSVTable(parsing: text, file: file)
  }

  public init(parsing text: String, file: String) throws {
    var records = try CSVRecords(text: text, file: file).records
    guard let header = records.first, header.fields.contains(where: { !$0.isEmpty }) else {
      throw InputError(at: file, "is empty", remedy: "expected a header row")
    }
    records.removeFirst()
    for record in records where record.fields.count != header.fields.count {
      throw InputError(
        at: "\(file), line \(record.line)",
        "has \(record.fields.count) fields, the header \(header.fields.count)")
    }
    self.file = file
    columns = header.fields
    let positions = Dictionary(
      columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    rows = records.map { CSVRow(file: file, line: $0.line, fields: $0.fields, positions: positions) }
  }
}

/// One row of a table, by column name.
public struct CSVRow: Sendable {
  public let file: String
  public let line: Int
  let fields: [String]
  let positions: [String: Int]

  public var place: String { "\(file), line \(line)" }

  /// The field, or nil where the table has no such column or the field is empty.
  public func optional(_ column: String) -> String? {
    guard let position = positions[column], !fields[position].isEmpty else { return nil }
    return fields[position]
  }

  /// - Throws: `InputError` with the nearest column name when the table has no such column.
  public func text(_ column: String) throws -> String {
    guard let position = positions[column] else {
      throw InputError(
        at: file, "has no column “\(column)”", remedy: suggestion(for: column, among: positions.keys.sorted())
      )
    }
    return fields[position]
  }

  public func integer(_ column: String) throws -> Int {
    let text = try text(column)
    guard let number = Int(text) else {
      throw InputError(at: "\(place), \(column)", "is “\(text)”", remedy: "expected a whole number")
    }
    return number
  }

  /// A whole number within `range`.
  public func integer(_ column: String, in range: ClosedRange<Int>) throws -> Int {
    let number = try integer(column)
    guard range.contains(number) else {
      throw InputError(
        at: "\(place), \(column)", "is \(number)", remedy: "allowed: \(range.lowerBound)…\(range.upperBound)")
    }
    return number
  }

  public func double(_ column: String) throws -> Double {
    let text = try text(column)
    guard let number = Double(text), number.isFinite else {
      throw InputError(at: "\(place), \(column)", "is “\(text)”", remedy: "expected a number")
    }
    return number
  }
}

/// Splits text into records of fields: quotes may hold commas, line ends and doubled quotes.
private struct CSVRecords {
  var records: [(line: Int, fields: [String])] = []

  init(text: String, file: String) throws {
    var fields: [String] = []
    var field: [UInt8] = []
    var line = 1
    var start = 1
    var isQuoted = false
    var bytes = text.utf8.makeIterator()
    var pending = bytes.next()
    func finishField() {
      fields.append(String(decoding: field, as: UTF8.self))
      field.removeAll(keepingCapacity: true)
    }
    while let byte = pending {
      pending = bytes.next()
      if isQuoted {
        if byte == UInt8(ascii: "\"") {
          if pending == UInt8(ascii: "\"") {
            field.append(byte)
            pending = bytes.next()
          } else {
            isQuoted = false
          }
        } else {
          if byte == UInt8(ascii: "\n") { line += 1 }
          field.append(byte)
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\"") where field.isEmpty: isQuoted = true
      case UInt8(ascii: ","): finishField()
      case UInt8(ascii: "\r") where pending == UInt8(ascii: "\n"): break
      case UInt8(ascii: "\n"):
        if !fields.isEmpty || !field.isEmpty {
          finishField()
          records.append((start, fields))
          fields = []
        }
        line += 1
        start = line
      default: field.append(byte)
      }
    }
    guard !isQuoted else {
      throw InputError(at: "\(file), line \(start)", "a quote stays open", remedy: "close it with \"")
    }
    if !fields.isEmpty || !field.isEmpty {
      finishField()
      records.append((start, fields))
    }
  }
}
