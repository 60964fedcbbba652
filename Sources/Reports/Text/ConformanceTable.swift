import Studies

/// What `tilewright conformance` prints: a line per operation, and the totals.
public struct ConformanceTable {
  private let results: [ConformanceResult]

  public init(_ results: [ConformanceResult]) {
    self.results = results
  }

  public var text: String {
    var table = TextTable([
      ("operation", .left), ("pass", .right), ("fail", .right), ("unsupported", .right), ("tests", .right),
    ])
    for (operation, rows) in Dictionary(grouping: results, by: \.operation).sorted(by: { $0.key < $1.key }) {
      table.row([operation.isEmpty ? "(unreadable)" : operation] + counts(rows))
    }
    table.footer(["total"] + counts(results))
    return table.text
  }

  /// A line for each test that did not pass.
  public var failures: String {
    results.filter { $0.outcome != .pass }
      .map { "\($0.outcome.rawValue)  \($0.test)  \($0.reason)\n" }.joined()
  }

  private func counts(_ rows: [ConformanceResult]) -> [String] {
    let outcomes = ConformanceResult.Outcome.allCases.map { outcome in
      rows.count { $0.outcome == outcome }
    }
    return (outcomes + [rows.count]).map(String.init)
  }
}
