import DRAM
import Documents

/// Address maps as reference data write them.
enum ReferenceAddressMap {
  /// Neighbouring bits of one field.
  struct Slice {
    var field: DRAMAddressMap.Field
    var bits: Int
  }

  private static let names: [String: DRAMAddressMap.Field] = [
    "row": .row, "ro": .row, "bank": .bank, "ba": .bank, "bankgroup": .bankGroup, "bank_group": .bankGroup,
    "bg": .bankGroup, "rank": .rank, "ra": .rank, "column": .column, "col": .column, "co": .column,
    "channel": .channel, "ch": .channel, "pseudochannel": .rank, "pseudo_channel": .rank, "pc": .rank,
  ]

  /// `row(16) | bank(2) | bankgroup(2) | column(7)`, the highest bits first.
  /// - Throws: `InputError` with the nearest field.
  static func fields(_ document: Document) throws -> [Slice] {
    try document.string().split(separator: "|").compactMap { part in
      let word = part.filter { $0 != " " }
      let pieces = word.dropLast().split(separator: "(")
      guard word.last == ")", pieces.count == 2, let bits = Int(pieces[1]), 0...40 ~= bits else {
        throw document.error("“\(part)” is no field", remedy: "such as row(16)")
      }
      let field = try field(named: pieces[0].lowercased(), document)
      return bits > 0 ? Slice(field: field, bits: bits) : nil
    }
  }

  /// `rochrababgco`: fields of two letters, the highest bits first.
  static func fields(
    letters document: Document, bits: [DRAMAddressMap.Field: Int]
  ) throws -> [Slice] {
    var rest = Substring(try document.string().lowercased())
    var slices: [Slice] = []
    while !rest.isEmpty {
      let field = try field(named: String(rest.prefix(2)), document)
      if let count = bits[field], count > 0 { slices.append(Slice(field: field, bits: count)) }
      rest = rest.dropFirst(2)
    }
    return slices
  }

  private static func field(named name: String, _ document: Document) throws -> DRAMAddressMap.Field {
    guard let field = names[name] else {
      throw document.error(
        "unknown field “\(name)”", remedy: suggestion(for: name, among: names.keys.sorted()))
    }
    return field
  }
}

extension [ReferenceAddressMap.Slice] {
  func bits(of field: DRAMAddressMap.Field) -> Int { reduce(0) { $0 + ($1.field == field ? $1.bits : 0) } }

  /// As our address maps are written.
  var text: String { map { "\($0.field.rawValue)(\($0.bits))" }.joined(separator: " | ") }
}
