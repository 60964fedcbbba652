import Studies

/// What `tilewright validate dram` prints: every point beside both simulators, and how the whole stands to its bounds.
public struct DRAMAgreementTable {
  private let rows: [DRAMAgreement]

  public init(_ rows: [DRAMAgreement]) {
    self.rows = rows
  }

  public var text: String {
    var table = TextTable([
      ("memory", .left), ("trace", .left), ("mode", .left), ("ours", .right), ("DRAMsim3", .right),
      ("Ramulator 2", .right), ("±2 % interval", .right), ("nearer", .right), ("verdict", .left),
    ])
    for row in rows {
      table.row([
        shortened(row.configuration, to: 24), shortened(row.trace, to: 20), row.mode,
        Self.cycles(row.cycles), Self.cycles(row.reference("dramsim3")),
        Self.cycles(row.reference("ramulator2")),
        Self.interval(row), row.distance.map(HumanNumber.percent) ?? "–", Self.verdict(row),
      ])
    }
    let failures = rows.compactMap(\.failure)
    let listed = Set(failures).sorted().map { "not run: \($0)\n" }.joined()
    return table.text + listed + summary
  }

  private static func cycles(_ count: Int?) -> String { count.map(HumanNumber.grouped) ?? "–" }

  private static func interval(_ row: DRAMAgreement) -> String {
    guard row.isBetween, let interval = row.interval else { return "" }
    return "\(Int(interval.lowerBound.rounded(.up)))…\(Int(interval.upperBound))"
  }

  private static func verdict(_ row: DRAMAgreement) -> String {
    guard row.failure == nil else { return "not run" }
    guard row.isBetween else { return "one simulator" }
    guard row.isInside == true else { return "OUTSIDE" }
    guard row.isIndependent else { return "inside" }
    return (row.largestDistance ?? 1) <= DRAMAgreement.tolerance ? "inside, near both" : "FAR FROM ONE"
  }

  private var summary: String {
    let summary = DRAMAgreementSummary(rows)
    var lines = [
      "\(summary.inside) of \(summary.points) points inside the interval of both simulators ± 2 % "
        + "(bound: \(HumanNumber.percent(DRAMAgreementSummary.leastInside)))"
    ]
    if let median = summary.medianDistance {
      lines.append(
        "median distance to the nearer \(HumanNumber.percent(median)) "
          + "(bound: \(HumanNumber.percent(DRAMAgreementSummary.largestMedian)))")
    }
    if let largest = summary.largestIndependent {
      lines.append(
        "\(summary.independentWithin) of \(summary.independent) points at which the two agree are within 2 % of both "
          + "(largest \(HumanNumber.percent(largest)); bound: all)")
    }
    if summary.timed > 0 {
      let others = summary.timed - summary.fair
      let wait =
        others > 0 ? "; \(summary.asSlow) of the \(others) others wait no longer than in a simulator" : ""
      lines.append(
        "\(summary.fair) of \(summary.timed) points: the slowest read takes at most "
          + "\(DRAMAgreement.longestWait) × p99\(wait) (bound: all)")
    }
    if summary.single > 0 { lines.append("\(counted(summary.single, "point")) with one simulator only") }
    if summary.failures > 0 { lines.append("\(counted(summary.failures, "point")) could not be run") }
    return lines.map { $0 + "\n" }.joined()
  }
}
