import Documents
import Tensors

/// Figures of one machine: a table of published ones, and how ours are had for its rows.
struct PublishedGroup: Sendable {
  var machine: String
  var source: String
  /// File of the table, beside the list of groups.
  var table: String
  /// Which rows of it, by column.
  var filter: [String: String]
  /// Columns that name a row.
  var subject: [String]
  /// Column of the published figure.
  var column: String
  /// Of the figure, with its unit.
  var quantity: String
  var method: Method
  var remarks: [Remark]

  enum Method: Sendable {
    case simulation(SimulatedCase)
    case rowStationary(RowStationaryCase)
    case fullLoad(FullLoadCase)
    case counted(CountedCase)

    var kind: PublishedRow.Kind {
      switch self {
      case .simulation(let run): run.measure.kind
      case .rowStationary: .performance
      case .fullLoad, .counted: .powerAndArea
      }
    }
  }

  struct Remark: Sendable {
    var filter: [String: String]
    var text: String
  }

  init(_ document: Document) throws {
    var object = try document.object()
    machine = try object.required("machine").string()
    source = try object.required("source").string()
    table = try object.required("table").string()
    filter = try object.optional("where").map(Self.texts) ?? [:]
    subject = try object.required("subject").array().map { try $0.string() }
    column = try object.required("column").string()
    quantity = try object.required("quantity").string()
    if let array = object.optional("rowStationary") {
      method = .rowStationary(try RowStationaryCase(array))
    } else if let load = object.optional("fullLoad") {
      method = .fullLoad(try FullLoadCase(load))
    } else if let counted = object.optional("counted") {
      method = .counted(try CountedCase(counted))
    } else {
      method = .simulation(try SimulatedCase(&object))
    }
    remarks = try object.optional("remarks")?.array().map(Self.remark) ?? []
    try object.finish()
  }

  private static func remark(_ document: Document) throws -> Remark {
    var object = try document.object()
    let remark = Remark(
      filter: try object.optional("where").map(texts) ?? [:], text: try object.required("text").string())
    try object.finish()
    return remark
  }

  static func texts(_ document: Document) throws -> [String: String] {
    var object = try document.object()
    var texts: [String: String] = [:]
    for key in object.keys { texts[key] = try object.required(key).string() }
    return texts
  }
}

extension CSVRow {
  /// - Throws: `InputError` when the table has no such column.
  func matches(_ filter: [String: String]) throws -> Bool {
    try filter.allSatisfy { try text($0.key) == $0.value }
  }

  /// A text with every `$column` replaced by the row's field.
  func filling(_ text: String) throws -> String {
    var result = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      let name = rest[rest.index(after: dollar)...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      result += try self.text(String(name))
      rest = rest[name.endIndex...]
    }
    return result + rest
  }
}
