import Documents

/// A table of results, as a sweep leaves it behind: a row per design point, what was set in the first columns and what
/// was measured in those behind.
struct PointTable: Sendable {
  struct Column: Sendable {
    let name: String
    let unit: String
    let definition: String
    let isNumber: Bool
    /// Set, not measured.
    let isParameter: Bool
    /// The same in every row.
    let isConstant: Bool

    /// What people read: the end of a path, or the words of a metric.
    var label: String {
      isParameter ? name : name.replacing("_", with: " ")
    }

    /// Whether more of it is better; less is, of times, energies, areas and bytes.
    var moreIsBetter: Bool {
      ["utilisation", "fraction", "throughput", "per_second", "accuracy"].contains { name.contains($0) }
    }
  }

  let file: String
  let columns: [Column]
  /// As long as `columns` each.
  let rows: [[Cell]]

  /// Names of the columns that say how a point went.
  static let outcome = ["status", "error"]

  /// - Throws: `InputError` when there is no row.
  init(_ table: CSVTable) throws {
    guard !table.rows.isEmpty else { throw InputError(at: table.file, "has no rows", remedy: "expected results") }
    file = table.file
    let rows = table.rows.map { row in table.columns.map { Self.cell(row.optional($0)) } }
    let metrics = Dictionary(
      metricDefinitions.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    // Parameters end where the first figure begins that a run measures.
    let firstMetric =
      table.columns.firstIndex { metrics[$0] != nil && !Self.identity.contains($0) } ?? table.columns.count
    columns = table.columns.enumerated().map { index, name in
      let cells = rows.map { $0[index] }.filter { $0 != .unknown }
      let isParameter =
        index < firstMetric && !Self.outcome.contains(name)
      return Column(
        name: name, unit: metrics[name]?.unit ?? "", definition: metrics[name]?.definition ?? "",
        isNumber: !cells.isEmpty && cells.allSatisfy { $0.number != nil }, isParameter: isParameter,
        isConstant: Set(rows.map { $0[index] }).count == 1)
    }
    self.rows = rows
  }

  /// Names of what was run: metrics of a run, but set by the study.
  private static let identity = ["chip", "model", "batch", "precision"]

  private static func cell(_ text: String?) -> Cell {
    guard let text else { return .unknown }
    if let number = Int(text) { return .integer(number) }
    if let number = Double(text), number.isFinite { return .decimal(number) }
    return .text(text)
  }

  /// Columns that a study turned.
  var parameters: [Int] { columns.indices.filter { columns[$0].isParameter && !columns[$0].isConstant } }

  /// Figures that differ between points.
  var metrics: [Int] {
    columns.indices.filter { columns[$0].isNumber && !columns[$0].isParameter && !columns[$0].isConstant }
  }

  /// The figures that people look at first, as far as the table has them; then the others.
  var metricsByInterest: [Int] {
    let metrics = metrics
    let first = Self.interesting.compactMap { name in metrics.first { columns[$0].name == name } }
    return first + metrics.filter { !first.contains($0) }
  }

  private static let interesting = [
    "elapsed_ns", "elapsed_cycles", "latency_cycles", "energy_pj", "area_mm2", "utilisation", "edp",
    "dram_read_bytes", "roofline_fraction", "macs",
  ]

  func number(_ row: Int, _ column: Int) -> Double? { rows[row][column].number }

  /// What a point is, in a line.
  func words(_ row: Int) -> String {
    let parts = parameters.map { "\(columns[$0].name) \(rows[row][$0].plainText)" }
    return parts.isEmpty ? "row \(row + 1)" : parts.joined(separator: ", ")
  }

  /// Rows that were measured.
  var measured: [Int] { rows.indices.filter { row in metrics.contains { rows[row][$0] != .unknown } } }
}
