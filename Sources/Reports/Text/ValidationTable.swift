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
        row.isMeasured ? plainDecimal($0) : "–"
      }
      table.row(
        [shortened(row.subject, to: 40), shortened(row.quantity, to: 48)] + figures
          + [plainDecimal(row.bound), row.verdict])
    }
    return table.text + summary
  }

  private var summary: String {
    let broken = rows.filter(\.isBroken).count
    let measured = rows.filter { $0.omission == nil }.count
    let verdict =
      broken == 0
      ? "all \(counted(measured, "row")) within their bounds"
      : "\(broken) of \(counted(measured, "row")) out of bounds"
    let left = rows.count - measured
    return verdict + (left == 0 ? "\n" : "; \(counted(left, "row")) not run\n")
  }
}
