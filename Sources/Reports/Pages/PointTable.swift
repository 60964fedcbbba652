import Documents
import Studies

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
    /// The same in every row that has it.
    let isConstant: Bool
    /// What a study wants of it.
    var goal: StudyGoal.Direction?

    /// What people read: the end of a path, or the words of a metric.
    var label: String {
      guard !isParameter else { return name }
      let suffix =
        ["ns": "_ns", "pJ": "_pj", "bytes": "_bytes", "mm²": "_mm2", "W": "_w", "V": "_v"][unit] ?? ""
      let words = suffix != "_bytes" && name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name
      return (Self.plainWords[name] ?? words).replacing("_", with: " ")
    }

    private static let plainWords = [
      "elapsed_ns": "time", "elapsed_cycles": "cycles", "edp": "energy × delay",
    ]

    /// A value as people read it, with its unit where it is one of a measure.
    func text(_ value: Double) -> String { HumanNumber.quantity(value, unit: unit) }

    /// For headings: the label, and the unit where values do not say it.
    var title: String {
      unit.isEmpty || HumanNumber.saysUnit(unit) || label == unit ? label : "\(label) (\(unit))"
    }

    /// A figure by itself.
    init(measured name: String, unit: String) {
      self.init(
        name: name, unit: unit, definition: "", isNumber: true, isParameter: false, isConstant: false)
    }

    init(
      name: String, unit: String, definition: String, isNumber: Bool, isParameter: Bool, isConstant: Bool,
      goal: StudyGoal.Direction? = nil
    ) {
      self.name = name
      self.unit = unit
      self.definition = definition
      self.isNumber = isNumber
      self.isParameter = isParameter
      self.isConstant = isConstant
      self.goal = goal
    }

    /// Whether more of it is better: as the study says; else less is, of times, energies, areas and bytes.
    var moreIsBetter: Bool {
      if let goal { return goal == .maximize }
      return ["utilisation", "fraction", "throughput", "per_second", "per_watt", "accuracy"].contains {
        name.contains($0)
      }
    }
  }

  let file: String
  let columns: [Column]
  /// As long as `columns` each.
  let rows: [[Cell]]
  private let goals: [String]

  /// Names of the columns that say how a point went.
  static let outcome = ["status", "error"]

  /// - Parameter goals: what a study wants, the most important first.
  /// - Throws: `InputError` when there is no row.
  init(_ table: CSVTable, goals: [StudyGoal] = []) throws {
    guard !table.rows.isEmpty else {
      throw InputError(at: table.file, "has no rows", remedy: "expected results")
    }
    file = table.file
    let rows = table.rows.map { row in table.columns.map { Self.cell(row.optional($0)) } }
    // A name that operators and runs share means here what it means of a run.
    let metrics = Dictionary(
      metricDefinitions.map { ($0.name, $0) },
      uniquingKeysWith: { first, other in other.scope == "run" ? other : first })
    // Parameters end where the first figure begins that a run measures.
    let firstMetric =
      table.columns.firstIndex { metrics[$0] != nil && !Self.identity.contains($0) } ?? table.columns.count
    let doubles = Self.repeated(rows, before: firstMetric)
    columns = table.columns.enumerated().map { index, name in
      let cells = rows.map { $0[index] }.filter { $0 != .unknown }
      let isParameter =
        index < firstMetric && !Self.outcome.contains(name) && !doubles.contains(index)
      return Column(
        name: name, unit: metrics[name]?.unit ?? "", definition: metrics[name]?.definition ?? "",
        isNumber: !cells.isEmpty && cells.allSatisfy { $0.number != nil }, isParameter: isParameter,
        isConstant: Set(cells).count <= 1, goal: goals.first { $0.metric == name }?.direction)
    }
    self.goals = goals.map(\.metric)
    self.rows = rows
  }

  /// Columns that say in every row what an earlier one said: a batch that the study set and the run reports.
  private static func repeated(_ rows: [[Cell]], before end: Int) -> Set<Int> {
    Set(
      (0..<end).filter { column in
        (0..<column).contains { earlier in
          rows.allSatisfy { $0[column] == $0[earlier] || $0[column] == .unknown }
            && rows.contains { $0[column] != .unknown }
        }
      })
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
    let wanted = goals + Self.interesting.filter { !goals.contains($0) }
    let first = wanted.compactMap { name in metrics.first { columns[$0].name == name } }
    let known = Set(first.map { columns[$0].name })
    // Cycles of one clock say what the time says.
    let double = known.contains("elapsed_ns") && !columns.contains { $0.name == "clock_hz" && !$0.isConstant }
    return (first + metrics.filter { !first.contains($0) }).filter {
      !(double && columns[$0].name == "elapsed_cycles" && columns[$0].goal == nil)
        && !Self.dull.contains(columns[$0].name)
    }
  }

  private static let interesting = [
    "elapsed_ns", "elapsed_cycles", "latency_cycles", "energy_pj", "area_mm2", "utilisation",
    "dram_read_bytes",
    "edp", "average_power_w", "cost_usd", "roofline_fraction",
  ]

  /// Figures that say how a run was done rather than how well.
  private static let dull = ["commands", "hazards", "network_packets", "flit_hops"]

  /// The column of what a study sets or measures: paths have their unit behind them in a table.
  func column(_ name: String) -> Int? {
    columns.firstIndex { $0.name == name }
      ?? columns.firstIndex { $0.isParameter && $0.name.hasPrefix(name + "_") }
  }

  func number(_ row: Int, _ column: Int) -> Double? { rows[row][column].number }

  /// A cell as people read it: the unit of a path is at the end of its column's name.
  func text(_ row: Int, _ column: Int) -> String {
    guard let number = number(row, column) else { return rows[row][column].plainText }
    guard columns[column].isParameter else { return columns[column].text(number) }
    let name = columns[column].name
    if name.hasSuffix("_bytes_per_second") { return HumanNumber.rate(number) + "B/s" }
    if name.hasSuffix("_bytes") { return HumanNumber.quantity(number, unit: "bytes") }
    if name.hasSuffix("_hz") { return HumanNumber.hertz(number) }
    if name.hasSuffix("_v") { return "\(HumanNumber.axis(number)) V" }
    return HumanNumber.axis(number)
  }

  /// What a point is, in a line.
  func words(_ row: Int) -> String {
    let parts = parameters.map { "\(columns[$0].name) \(text(row, $0))" }
    return parts.isEmpty ? "row \(row + 1)" : parts.joined(separator: ", ")
  }

  /// The values of its parameters, in a shorter line.
  func values(_ row: Int) -> String {
    parameters.map { text(row, $0) }.joined(separator: " · ")
  }

  /// Rows that were measured.
  var measured: [Int] { rows.indices.filter { row in metrics.contains { rows[row][$0] != .unknown } } }
}
