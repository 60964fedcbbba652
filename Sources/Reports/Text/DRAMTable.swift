import DRAM

/// What `tilewright dram` prints.
public struct DRAMTable {
  private let report: DRAMReport

  public init(_ report: DRAMReport) {
    self.report = report
  }

  public var text: String {
    var table = TextTable([("figure", .left), ("value", .right), ("unit", .left)])
    for metric in dramMetrics {
      let cell = metric.value(report)
      guard cell != .unknown else { continue }
      table.row([metric.name.replacing("_", with: " "), cell.plainText, metric.unit])
    }
    return "\(report.configuration.summary)\n\n" + table.text
  }
}
