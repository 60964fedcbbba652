import Studies

/// What `tilewright validate` prints: ours, reference, difference and bound of each row, and a summary.
public struct ValidationTable {
  private let rows: [ValidationRow]

  public init(_ rows: [ValidationRow]) {
    self.rows = rows
  }

  public var text: String {
    var table = TextTable([
      ("subject", .left), ("quantity", .left), ("ours", .right), ("reference", .right),
      ("difference", .right),
      ("bound", .right), ("verdict", .left),
    ])
    for row in rows {
      let figures = [row.ours, row.reference, row.difference].map {
        row.failure == nil ? plainDecimal($0) : "–"
      }
      table.row(
        [shortened(row.subject, to: 40), shortened(row.quantity, to: 48)] + figures
          + [plainDecimal(row.bound), row.failure ?? (row.holds ? "pass" : "FAIL")])
    }
    return table.text + summary
  }

  private var summary: String {
    let broken = rows.filter { !$0.holds }.count
    return broken == 0
      ? "all \(counted(rows.count, "row")) within their bounds\n"
      : "\(broken) of \(counted(rows.count, "row")) out of bounds\n"
  }
}
