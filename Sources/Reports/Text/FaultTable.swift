import Studies

/// What `tilewright verify --inject` prints: every break with what came of it, and the count.
public struct FaultTable {
  private let report: FaultReport

  public init(_ report: FaultReport) {
    self.report = report
  }

  public var text: String {
    var text = ""
    for (index, trial) in report.trials.enumerated() {
      text += "\(index + 1). \(trial.fault.kind.rawValue): \(trial.text)\n   \(verdict(of: trial.outcome))\n"
    }
    return text + "\n" + totals.text + "\n" + summary + "\n"
  }

  private func verdict(of outcome: FaultOutcome) -> String {
    switch outcome {
    case .caught(let reason): "caught: \(reason)"
    case .harmless(let reason): "harmless: \(reason)"
    case .missed(let reason): "MISSED: \(reason)"
    }
  }

  private var totals: TextTable {
    var table = TextTable([
      ("break", .left), ("tried", .right), ("caught", .right), ("harmless", .right), ("missed", .right),
    ])
    for kind in Fault.Kind.allCases {
      let some = FaultReport(trials: report.trials.filter { $0.fault.kind == kind })
      table.row(
        [kind.rawValue] + [some.trials.count, some.caught, some.harmless, some.missed].map(String.init))
    }
    table.footer(
      ["total"] + [report.trials.count, report.caught, report.harmless, report.missed].map(String.init))
    return table
  }

  private var summary: String {
    report.missed == 0
      ? "Every break that changed anything was caught."
      : "FAILED: \(counted(report.missed, "break")) went unnoticed."
  }
}
