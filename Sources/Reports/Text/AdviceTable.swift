import Chips
import Documents
import Studies

/// What `tilewright advise` prints: every chip beside the limits, which one to take, and what to change about others.
public struct AdviceTable {
  private let advice: Advisor.Advice
  private let goal: AdviceGoal
  private let showsAccuracy: Bool

  public init(_ advice: Advisor.Advice, goal: AdviceGoal) {
    self.advice = advice
    self.goal = goal
    showsAccuracy = advice.rows.contains { $0.outcome.figures?.accuracy != nil }
  }

  public var text: String { table + verdict + remedies + Self.estimates }

  private static let estimates = "Energies, powers and areas are estimates.\n"

  private var table: String {
    var columns: [(heading: String, alignment: TextTable.Alignment)] = [
      ("chip", .left), ("precision", .left), ("latency", .right), ("mean power", .right),
      ("energy a sample", .right), ("area", .right),
    ]
    if showsAccuracy { columns.append(("accuracy", .right)) }
    var table = TextTable(columns + [("", .left)])
    for (index, row) in advice.rows.enumerated() {
      var cells = [row.design.name, row.design.precision.rawValue] + figures(of: row)
      if showsAccuracy { cells.append(row.outcome.figures?.accuracy.map(HumanNumber.percent) ?? "–") }
      table.row(cells + [judgement(of: row, isFirst: index == 0)])
    }
    return table.text
  }

  private func figures(of row: AdviceRow) -> [String] {
    switch row.outcome {
    case .ran(let figures):
      [
        figures.latency, HumanNumber.power(watts: figures.averageWatts),
        HumanNumber.energy(joules: figures.joulesPerSample), figures.area,
      ]
    case .ruledOut(let bound):
      [
        "≥ " + HumanNumber.time(seconds: bound.seconds),
        "≥ " + HumanNumber.power(watts: bound.watts), "–",
        HumanNumber.area(squareMillimetres: bound.squareMillimetres),
      ]
    case .refused: ["–", "–", "–", "–"]
    }
  }

  private func judgement(of row: AdviceRow, isFirst: Bool) -> String {
    switch row.outcome {
    case .ran where row.fits: isFirst ? "← recommended" : "fits"
    case .ran: "misses " + row.misses.map(\.words).joined(separator: ", ")
    case .ruledOut: "not run: misses " + row.misses.map { "\($0.words) or more" }.joined(separator: ", ")
    case .refused(let reason): "refused: \(reason)"
    }
  }

  private var verdict: String {
    guard let best = advice.recommended, let figures = best.outcome.figures else {
      return "\nNo chip of the shelf keeps \(limits) as it is.\n"
    }
    let others = advice.rows.filter(\.fits)
    var text = "\nTake \(best.title): \(figures.words)."
    if others.count == 1 {
      text += " No other keeps \(limits).\n"
    } else {
      text += " Of the \(others.count) that keep \(limits), it has the least \(cost).\n"
    }
    if let fastest = others.min(by: { $0.seconds < $1.seconds }), fastest.title != best.title {
      text += "The fastest of them is \(fastest.title): \(fastest.outcome.figures?.words ?? "").\n"
    }
    return text
  }

  private var cost: String { goal.limits.isEmpty ? "energy × delay" : "energy a sample" }

  /// In words: `10 ms and 2 W`.
  private var limits: String {
    let known = AdviceLimit.allCases.compactMap { limit in goal.limits[limit].map { limit.formatted($0) } }
    guard let last = known.last else { return "the heat that its package carries away" }
    return known.count == 1 ? last : known.dropLast().joined(separator: ", ") + " and " + last
  }

  private var remedies: String {
    guard !advice.remedies.isEmpty else { return "" }
    return "\nWhat would change that, each simulated:\n" + advice.remedies.map(remedy).joined()
  }

  private func remedy(_ rows: [AdviceRow]) -> String {
    let first = rows[0]
    var text = "- \(first.title) misses \(first.misses.map(\.words).joined(separator: ", "))"
    guard let last = rows.last, rows.count > 1, let figures = last.outcome.figures else {
      return text + "; no change that was tried brings it nearer.\n"
    }
    text += last.fits ? ". It fits with " : ". Nearest it comes with "
    text += last.design.changes.map(\.words).joined(separator: " and ")
    text += ": \(figures.words)"
    return text
      + (last.fits ? ".\n" : "; still misses \(last.misses.map(\.words).joined(separator: ", ")).\n")
  }
}

extension AdviceRow {
  fileprivate var title: String { "\(design.name) in \(design.precision.rawValue)" }
  fileprivate var seconds: Double { outcome.figures?.seconds ?? .infinity }
}

extension AdviceFigures {
  fileprivate var latency: String { HumanNumber.time(seconds: seconds) }
  fileprivate var area: String { HumanNumber.area(squareMillimetres: squareMillimetres) }

  fileprivate var words: String {
    "\(latency), \(HumanNumber.power(watts: averageWatts)), "
      + "\(HumanNumber.energy(joules: joulesPerSample)) a sample, \(area)"
      + (accuracy.map { ", \(HumanNumber.percent($0)) right" } ?? "")
  }
}

extension AdviceMiss {
  /// `power 1.3×`.
  fileprivate var words: String {
    "\(limit.rawValue) \(HumanNumber.fixed(factor, decimals: factor < 1.095 ? 3 : factor < 9.95 ? 1 : 0))×"
  }
}

extension AdviceLimit {
  fileprivate func formatted(_ value: Double) -> String {
    switch self {
    case .latency: HumanNumber.time(seconds: value)
    case .power, .cooling: HumanNumber.power(watts: value)
    case .energy: HumanNumber.energy(joules: value) + " a sample"
    case .area: HumanNumber.area(squareMillimetres: value)
    case .accuracy: HumanNumber.percent(value) + " accuracy"
    }
  }
}

extension OperatingPoint {
  var words: String {
    "\(Quantity.frequency.formatted(clockHertz)) at \(Quantity.voltage.formatted(microvolts))"
  }
}
