import Machine

/// The table that `tilewright run` prints: a line per operator, a total, and the verdict.
public struct ResultTable {
  /// What stands where a figure is not known; never a zero.
  static let unknown = "–"

  private let run: RunRow

  public init(_ run: RunRow) {
    self.run = run
  }

  public var text: String { heading + "\n" + operatorTable.text + "\n" + summary }

  private var heading: String {
    let record = run.record
    return
      "\(record.model) on \(record.chip) · \(run.result.precision.rawValue) · batch \(run.result.batch) · "
      + "clock \(HumanNumber.fixed(Double(record.clockHertz) / 1e6, decimals: 0)) MHz\n"
  }

  private var operatorTable: TextTable {
    var table = TextTable([
      ("operator", .left), ("operation", .left), ("cycles", .right), ("time", .right), ("bound by", .left),
      ("utilisation", .right), ("roofline", .right), ("DRAM", .right), ("energy", .right),
    ])
    for row in run.operators { table.row(cells(of: row)) }
    table.footer([
      "total", counted(run.record.operators.count, "operator"), HumanNumber.grouped(run.record.elapsedCycles),
      HumanNumber.time(femtoseconds: run.record.elapsedFemtoseconds), "", percent(run.utilisation),
      percent(run.rooflineFraction),
      HumanNumber.bytes(run.record.counters.dramReadBytes + run.record.counters.dramWriteBytes),
      HumanNumber.energy(joules: run.energy.total.joules),
    ])
    return table
  }

  private func cells(of row: OperatorRow) -> [String] {
    let record = row.record
    let nanoseconds = Double(record.cycles) * 1e9 / Double(run.record.clockHertz)
    return [
      shortened(record.name, to: 36), shortened(record.operation, to: 24), HumanNumber.grouped(record.cycles),
      HumanNumber.time(nanoseconds: nanoseconds),
      row.bound == .none ? Self.unknown : row.bound.rawValue, percent(row.utilisation),
      percent(row.rooflineFraction),
      HumanNumber.bytes(record.dramReadBytes + record.dramWriteBytes),
      HumanNumber.energy(joules: row.energy.total.joules),
    ]
  }

  private func percent(_ fraction: Double?) -> String { fraction.map(HumanNumber.percent) ?? Self.unknown }

  private var summary: String {
    let record = run.record
    var text =
      "\(HumanNumber.count(run.multiplyAccumulates)) MACs, \(HumanNumber.grouped(record.counters.commands)) commands, "
      + "\(HumanNumber.grouped(record.eventsProcessed)) events.\n"
    text +=
      LevelText(record, on: run.result.chip).text + "\n" + EnergySentence(run).text + "\n" + verdict + "\n"
    return text
  }

  /// One line: whether the numbers were right.
  public var verdict: String {
    guard let verification = run.record.verification else {
      return "Not verified: timing only."
    }
    guard !verification.comparisons.isEmpty else { return "Not verified: no output was compared." }
    let elements = verification.comparisons.reduce(0) { $0 + $1.elements }
    guard verification.passed else {
      let wrong = verification.comparisons.filter { !$0.passed }.count
      return
        "FAILED: \(counted(wrong, "output")) out of bound, \(counted(verification.hazards.count, "hazard"))."
    }
    let exact = verification.comparisons.filter(\.exact).count
    let bounded = verification.comparisons.count - exact
    return
      "Verified: \(counted(verification.comparisons.count, "output")), \(HumanNumber.grouped(elements)) elements "
      + "(\(exact) bit for bit, \(bounded) within bound), no hazards."
  }
}

/// `1 hazard`, `2 hazards`.
func counted(_ number: Int, _ noun: String) -> String {
  "\(HumanNumber.grouped(number)) \(noun)\(number == 1 ? "" : "s")"
}

/// At most `width` characters, with an ellipsis in the middle so that the telling end stays.
func shortened(_ text: String, to width: Int) -> String {
  guard text.count > width else { return text }
  let head = (width - 1) / 2
  return text.prefix(head) + "…" + text.suffix(width - 1 - head)
}
