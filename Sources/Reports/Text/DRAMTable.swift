import DRAM

/// What `tilewright dram` prints.
public struct DRAMTable {
  private let report: DRAMReport

  public init(_ report: DRAMReport) {
    self.report = report
  }

  public var text: String {
    "\(report.configuration.summary)\n\n" + TextTable(dramMetrics, of: report).text
  }
}
