import Search
import Studies

/// What `tilewright codesign` prints: the designs that nothing beats in all goals, and the one it recommends, with the
/// reason.
public struct CodesignTable {
  private static let rowsShown = 24

  private let table: SweepTable
  private let goals: [StudyGoal]
  private let outcome: Codesign.Outcome
  private let choice: DesignChoice?
  private let pointCount: Int

  public init(_ study: Study, _ table: SweepTable, _ outcome: Codesign.Outcome, pointCount: Int) {
    self.table = table
    goals = study.goals
    self.outcome = outcome
    self.pointCount = pointCount
    choice = DesignChoice(front: outcome.front.map { outcome.evaluations[$0] })
  }

  public var text: String {
    guard let choice else { return nothingFound }
    var text = TextTable(columns)
    // Rows evenly along the front, the recommended one always among them.
    let step = max(1, outcome.front.count / Self.rowsShown)
    for member in outcome.front.indices where member % step == 0 || member == choice.member {
      text.row(cells(of: member) + [member == choice.member ? "← recommended" : ""])
    }
    return text.text + summary + recommendation(choice)
  }

  private var columns: [(heading: String, alignment: TextTable.Alignment)] {
    parameters.map { (Self.shortened(table.columns[$0]), .right) } + goals.map { ($0.metric, .right) } + [
      ("", .left)
    ]
  }

  /// Columns that differ between the designs that were looked at.
  private var parameters: [Int] {
    table.columns.indices.filter { column in Set(outcome.rows.map { $0.point.cells[column] }).count > 1 }
  }

  /// `cores[*].matrix.rows` → `matrix.rows`: what tells it from the others, in a terminal's width.
  private static func shortened(_ column: String) -> String {
    column.split(separator: ".").suffix(2).filter { !$0.contains("[") }.joined(separator: ".")
  }

  private func cells(of member: Int) -> [String] {
    let row = outcome.rows[outcome.front[member]]
    return parameters.map { row.point.cells[$0] } + goals.map { row.outcome.metrics[$0.metric] ?? "" }
  }

  private var summary: String {
    let rows = outcome.rows.count
    let runnable = outcome.evaluations.count(where: \.isFeasible)
    return "\(HumanNumber.grouped(outcome.front.count)) designs that none of the others beats, of "
      + "\(HumanNumber.grouped(runnable)) that keep the conditions; "
      + "\(HumanNumber.grouped(rows)) of \(HumanNumber.grouped(pointCount)) points looked at.\n" + passedOver
  }

  private var passedOver: String {
    let passed = outcome.passedOver
    guard passed.count > 0 else { return "" }
    return "\(HumanNumber.grouped(passed.count)) more were not simulated: at their bounds "
      + "\(HumanNumber.grouped(passed.infeasible)) break a condition, and a design that was simulated beats "
      + "\(HumanNumber.grouped(passed.dominated)).\n"
  }

  private func recommendation(_ choice: DesignChoice) -> String {
    let row = outcome.rows[outcome.front[choice.member]]
    let figures = goals.enumerated().map { index, goal in
      let sign = goal.direction == .minimize ? 1.0 : -1.0
      return "\(goal.metric) \(HumanNumber.plain(sign * choice.chosen[index])) "
        + "(best \(HumanNumber.plain(sign * choice.best[index])), "
        + "worst \(HumanNumber.plain(sign * choice.worst[index])) among them)"
    }
    let names = parameters.map { "\(table.columns[$0]) \(row.point.cells[$0])" }
    return "\nRecommended: \(names.joined(separator: ", ")).\nIt has "
      + figures.joined(separator: ", ")
      + ": of all of them it stays nearest to the best of every goal at once, each measured between its best and its "
      + "worst.\n"
  }

  private var nothingFound: String {
    let counts = outcome.rows.reduce(into: [:]) { $0[$1.outcome.error, default: 0] += 1 }
    let most = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
    let common = most.map { "; most often: \($0.key)" } ?? ""
    return
      "None of \(HumanNumber.grouped(outcome.rows.count)) points looked at keeps the conditions\(common).\n"
      + passedOver
  }
}

/// What `tilewright codesign --controls` prints: each strategy beside all points.
public struct SearchComparisonTable {
  private let comparison: SearchComparison

  public init(_ comparison: SearchComparison) {
    self.comparison = comparison
  }

  public var text: String {
    var table = TextTable([
      ("strategy", .left), ("evaluations", .right), ("of all", .right), ("seeds", .right),
      ("passed over", .right), ("hypervolume, median", .right), ("least", .right), ("most", .right),
    ])
    for strategy in SearchStrategy.allCases {
      let rows = comparison.rows.filter { $0.strategy == strategy }
      guard let first = rows.first,
        let median = comparison.median(\.hypervolumeFraction, of: strategy),
        let passedOver = comparison.median(\.passedOver, of: strategy)
      else { continue }
      let fractions = rows.map(\.hypervolumeFraction)
      table.row([
        strategy.rawValue, HumanNumber.grouped(first.evaluations),
        HumanNumber.percent(Double(first.evaluations) / Double(comparison.pointCount)), "\(rows.count)",
        HumanNumber.grouped(passedOver), percent(median),
        percent(fractions.min() ?? 0), percent(fractions.max() ?? 0),
      ])
    }
    return table.text
      + "100 % is the hypervolume of all \(HumanNumber.grouped(comparison.pointCount)) points, "
      + "\(HumanNumber.grouped(comparison.frontCount)) of them on the front.\n"
  }

  private func percent(_ fraction: Double) -> String { HumanNumber.fixed(fraction * 100, decimals: 2) + " %" }
}
