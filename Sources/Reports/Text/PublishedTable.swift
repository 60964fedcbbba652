import Studies

/// What `tilewright validate published` prints: ours, published and error of every row, by machine; a sentence for each
/// error that needs one; and how far all of it is off.
public struct PublishedTable {
  private let rows: [PublishedRow]
  private let assumptions: [String]
  private let fit: SiliconFit?

  /// - Parameter fit: what the estimates' constants are worth; nil to leave that out.
  public init(_ rows: [PublishedRow], assumptions: [String], fit: SiliconFit? = nil) {
    self.rows = rows
    self.assumptions = assumptions
    self.fit = fit
  }

  public var text: String {
    var machines: [String] = []
    for row in rows where !machines.contains(row.machine) { machines.append(row.machine) }
    let sections = machines.map { machine in section(rows.filter { $0.machine == machine }) }
    return sections.joined(separator: "\n") + "\n" + summary(machines) + heldOut + listedAssumptions
  }

  private func section(_ rows: [PublishedRow]) -> String {
    var table = TextTable([
      ("subject", .left), ("quantity", .left), ("ours", .right), ("published", .right), ("error", .right),
      ("note", .left),
    ])
    var notes: [String] = []
    for row in rows {
      var mark = ""
      if row.isRemarkable {
        let remark = row.remark ?? "NOT EXPLAINED"
        if !notes.contains(remark) { notes.append(remark) }
        mark = "(\((notes.firstIndex(of: remark) ?? 0) + 1))"
      }
      table.row([
        shortened(row.subject, to: 48), row.quantity, Self.figure(row.ours), Self.figure(row.published),
        Self.percent(row.error), mark,
      ])
    }
    let listed = notes.enumerated().map { "(\($0 + 1)) \($1)\n" }.joined()
    return (rows.first.map { "\($0.machine) — \($0.source)\n\n" } ?? "") + table.text + listed
  }

  private func summary(_ machines: [String]) -> String {
    var table = TextTable([
      ("machine", .left), ("rows", .right), ("median error", .right), ("within 10 %", .right),
      ("within 25 %", .right), ("largest", .right),
    ])
    for machine in machines { table.row(Self.summary(machine, rows.filter { $0.machine == machine })) }
    for kind in PublishedRow.Kind.allCases {
      let ofKind = rows.filter { $0.kind == kind }
      if !ofKind.isEmpty { table.footer(Self.summary("all \(kind.rawValue)", ofKind)) }
    }
    table.footer(Self.summary("all", rows))
    let unexplained = rows.filter(\.isUnexplained).count
    return table.text
      + (unexplained == 0
        ? "every error over 10 % has its reason written down\n"
        : "\(counted(unexplained, "error")) over 10 % without a reason\n")
  }

  private static func summary(_ name: String, _ rows: [PublishedRow]) -> [String] {
    let errors = rows.map { abs($0.error) }
    return [
      shortened(name, to: 60), "\(rows.count)", rows.medianError.map(HumanNumber.percent) ?? "–",
      "\(errors.count { $0 <= 0.10 })", "\(errors.count { $0 <= 0.25 })",
      errors.max().map(HumanNumber.percent) ?? "–",
    ]
  }

  /// The estimates with constants from elsewhere, beside what fitting them to these very rows would have shown.
  private var heldOut: String {
    guard let fit, !fit.rows.isEmpty else { return "" }
    var table = TextTable([
      ("estimates", .left), ("constants", .left), ("rows", .right), ("within 20 %", .right),
      ("median error", .right),
    ])
    for row in fit.rows {
      table.row([
        row.isArea ? "areas" : "powers and energies", row.way.rawValue, "\(row.errors.count)",
        "\(row.within20Percent)", HumanNumber.percent(row.medianError),
      ])
    }
    return "\nEstimates of rows that their constants have not seen, and of rows that they have:\n\n"
      + table.text
  }

  private var listedAssumptions: String {
    guard !assumptions.isEmpty else { return "" }
    return "\nThe same for all rows, and given by no paper:\n" + assumptions.map { "- \($0)\n" }.joined()
  }

  private static func figure(_ number: Double) -> String {
    abs(number) >= 1000 ? HumanNumber.grouped(Int(number.rounded())) : HumanNumber.fixed(number, decimals: 2)
  }

  private static func percent(_ fraction: Double) -> String {
    (fraction > 0 ? "+" : "") + HumanNumber.percent(fraction)
  }
}
