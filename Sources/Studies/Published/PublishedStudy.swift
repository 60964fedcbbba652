import Chips
import Documents
import Foundation

/// Machines that were published, with figures that were measured on them: `cases.json` in a folder, and beside it the
/// tables and models that it names.
public struct PublishedStudy: Sendable {
  /// Parameters that no paper gives, one choice for all rows.
  public let assumptions: [String]
  private let folder: String
  private let groups: [PublishedGroup]

  /// - Throws: `InputError` with the place in the file.
  public init(folder: String) throws {
    self.folder = folder
    let document = try Document.read((folder as NSString).appendingPathComponent("cases.json"))
    var object = try document.object()
    assumptions = try object.required("assumptions").array().map { try $0.string() }
    groups = try object.required("groups").array().map(PublishedGroup.init)
    try object.finish()
  }

  /// Runs every case, those that are the same once.
  /// - Parameter progress: told the part of all rows that is done.
  /// - Throws: `InputError` when a table lacks a column, or a chip or model is wrong.
  public func run(progress: (Double) -> Void = { _ in }) throws -> [PublishedRow] {
    let cases = try cases()
    var known: [String: RunFigures] = [:]
    var rows: [PublishedRow] = []
    for (group, row) in cases {
      let ours: Double
      switch group.method {
      case .rowStationary(let array):
        ours = try array.figure(try array.layers.map { try table($0).rows } ?? [row])
      case .fullLoad(let load): ours = load.figure(on: try load.chip.load(row))
      case .counted(let counted): ours = try counted.figure(row, on: counted.chip.load(row))
      case .simulation(let run):
        let key = try run.key(row)
        let result = try known[key] ?? run.run(row, in: folder)
        known[key] = result
        ours = run.figure(result)
      }
      rows.append(try Self.row(group, row, ours: ours))
      progress(Double(rows.count) / Double(cases.count))
    }
    return rows
  }

  private func table(_ name: String) throws -> CSVTable {
    try CSVTable.read((folder as NSString).appendingPathComponent(name))
  }

  /// Every group with every row of its table that it is about.
  private func cases() throws -> [(PublishedGroup, CSVRow)] {
    try groups.flatMap { group in
      try table(group.table).rows.filter { try $0.matches(group.filter) }.map { (group, $0) }
    }
  }

  /// The estimates among the cases, with what they are made from.
  /// - Throws: as `run`.
  public func estimates() throws -> [PublishedEstimate] {
    try cases().compactMap { group, row in
      let figure: @Sendable (Chip) throws -> Double
      let chip: Chip
      switch group.method {
      case .fullLoad(let load):
        chip = try load.chip.load(row)
        figure = { load.figure(on: $0) }
      case .counted(let counted):
        chip = try counted.chip.load(row)
        figure = { try counted.figure(row, on: $0) }
      case .rowStationary, .simulation: return nil
      }
      let machine = row.optional("chip") ?? String(group.machine.prefix { $0 != "," })
      return PublishedEstimate(
        machine: machine, isArea: group.quantity == "mm²", published: try row.double(group.column),
        chip: chip,
        figure: figure)
    }
  }

  private static func row(_ group: PublishedGroup, _ row: CSVRow, ours: Double) throws -> PublishedRow {
    let remark = try group.remarks.first { try row.matches($0.filter) }
    return PublishedRow(
      machine: group.machine, subject: try group.subject.map { try row.text($0) }.joined(separator: " "),
      quantity: group.quantity, ours: ours, published: try row.double(group.column),
      kind: group.method.kind, source: group.source, remark: remark?.text)
  }
}
