import Machine

/// What `tilewright verify --inject` prints: every break with what came of it, and the count.
public struct FaultTable {
  private let injection: FaultInjection

  public init(_ injection: FaultInjection) {
    self.injection = injection
  }

  public var text: String {
    var text = ""
    for (index, report) in injection.reports.enumerated() {
      text +=
        "\(index + 1). \(report.fault.kind.rawValue): \(report.text)\n   \(verdict(of: report.outcome))\n"
    }
    return text + "\n" + totals.text + "\n" + summary + "\n"
  }

  private func verdict(of outcome: InjectionReport.Outcome) -> String {
    switch outcome {
    case .caught(let catcher, let words): "caught (\(catcher.rawValue)): \(words)"
    case .harmless(let proof): "harmless: \(proof)"
    case .escaped: "MISSED: the numbers of an output changed and were let pass"
    }
  }

  private var totals: TextTable {
    var table = TextTable([
      ("break", .left), ("tried", .right), ("caught", .right), ("harmless", .right), ("missed", .right),
    ])
    for kind in InjectedFault.Kind.allCases {
      table.row([kind.rawValue] + counts(of: injection.reports.filter { $0.fault.kind == kind }))
    }
    table.footer(["total"] + counts(of: injection.reports))
    return table
  }

  private func counts(of reports: [InjectionReport]) -> [String] {
    let some = FaultInjection(reports: reports)
    return [reports.count, some.caughtCount, some.harmlessCount, some.escapes.count].map(String.init)
  }

  private var summary: String {
    injection.escapes.isEmpty
      ? "Every break that changed anything was caught."
      : "FAILED: \(counted(injection.escapes.count, "break")) went unnoticed."
  }
}
