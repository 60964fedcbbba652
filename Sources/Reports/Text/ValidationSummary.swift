import Studies

/// A validation of many rows in few lines: for each quantity how many hold, and the worst of them; then, row by row, what
/// does not hold.
public struct ValidationSummary {
  private let rows: [ValidationRow]

  /// Broken rows beyond these are counted only.
  private static let shownRows = 40

  public init(_ rows: [ValidationRow]) {
    self.rows = rows
  }

  public var text: String {
    var quantities: [String] = []
    var groups: [String: [ValidationRow]] = [:]
    for row in rows {
      if groups[row.quantity] == nil { quantities.append(row.quantity) }
      groups[row.quantity, default: []].append(row)
    }
    var table = TextTable([
      ("quantity", .left), ("rows", .right), ("within bound", .right), ("largest difference", .right),
      ("bound", .right), ("at", .left),
    ])
    for quantity in quantities {
      let group = groups[quantity] ?? []
      guard let worst = group.max(by: { $0.difference < $1.difference }) else { continue }
      table.row([
        quantity, "\(group.count)", "\(group.filter(\.holds).count)", plainDecimal(worst.difference),
        plainDecimal(worst.bound), worst.difference == 0 ? "" : worst.subject,
      ])
    }
    let broken = rows.filter(\.isBroken)
    guard !broken.isEmpty else {
      return table.text + "all \(counted(rows.count, "figure")) within their bounds\n"
    }
    let rest = broken.count - Self.shownRows
    return table.text + "\n" + ValidationTable(Array(broken.prefix(Self.shownRows))).text
      + (rest > 0 ? "and \(rest) more; " : "")
      + "\(broken.count) of \(counted(rows.count, "figure")) out of bounds\n"
  }
}
