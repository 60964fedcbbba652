/// The tables that `tilewright compare` prints.
public struct ComparisonTable {
  private let comparison: RunComparison
  private let limit: Int

  /// - Parameter limit: operators to list, those with the largest changes first.
  public init(_ comparison: RunComparison, limit: Int) {
    self.comparison = comparison
    self.limit = limit
  }

  public var text: String {
    "\(verdict)\n\n\(totals.text)\n\(operators.text)\(rest)\n\(engines.text)"
  }

  private var verdict: String {
    comparison.speedup == nil
      ? "\(comparison.name) against \(comparison.baseName)"
      : "\(comparison.name) is \(comparison.speedWords) \(comparison.baseName)"
  }

  private var totals: TextTable {
    var table = TextTable([
      ("", .left), (comparison.baseName, .right), (comparison.name, .right), ("×", .right),
    ])
    for metric in runMetrics {
      let (before, after) = (comparison.base.totals[metric.name], comparison.run.totals[metric.name])
      guard before != after, before != nil, after != nil else { continue }
      let ratio = comparison.run.totals.number(metric.name).flatMap { new in
        comparison.base.totals.number(metric.name).map { $0 == 0 ? .nan : new / $0 }
      }
      table.row([
        metric.name, before?.plainText ?? "", after?.plainText ?? "",
        ratio.map { $0.isFinite ? HumanNumber.fixed($0, decimals: 3) : ResultTable.unknown } ?? "",
      ])
    }
    return table
  }

  private var ranked: [OperatorChange] {
    comparison.operators.enumerated().filter { $0.element.changeNanoseconds != 0 }
      .sorted {
        (-abs($0.element.changeNanoseconds), $0.offset) < (-abs($1.element.changeNanoseconds), $1.offset)
      }
      .map(\.element)
  }

  private var operators: TextTable {
    var table = TextTable([
      ("operator", .left), ("operation", .left), (comparison.baseName, .right), (comparison.name, .right),
      ("change", .right), ("why", .left),
    ])
    for change in ranked.prefix(limit) {
      table.row([
        change.name, change.operation, time(change.base), time(change.run), signed(change.changeNanoseconds),
        change.reason,
      ])
    }
    table.footer(["total", "", "", "", signed(comparison.changeNanoseconds), ""])
    return table
  }

  private var rest: String {
    let more = ranked.count - min(limit, ranked.count)
    return more > 0 ? "… and \(more) more with smaller changes\n" : ""
  }

  private var engines: TextTable {
    var table = TextTable([
      ("engines", .left), ("busy before", .right), ("busy now", .right), ("their time", .left),
    ])
    for change in comparison.engines {
      table.row([
        change.kind, HumanNumber.percent(change.base[0].fraction),
        HumanNumber.percent(change.run[0].fraction), change.reason,
      ])
    }
    return table
  }

  private func time(_ row: [String: Cell]?) -> String {
    guard let nanoseconds = row?.number("latency_ns") else { return ResultTable.unknown }
    return HumanNumber.time(nanoseconds: max(0, nanoseconds))
  }

  private func signed(_ nanoseconds: Double) -> String {
    let sign = nanoseconds < 0 ? "−" : "+"
    return sign + HumanNumber.time(nanoseconds: abs(nanoseconds))
  }
}
