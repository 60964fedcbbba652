import Tilewright

extension BenchCommand {
  /// Smallest run first: the process's peak memory only grows.
  static func machineTable(_ console: any Console) throws -> String {
    var table = TextTable([
      ("run", .left), ("cycles", .right), ("CPU s", .right), ("events", .right),
      ("10⁶ events/s", .right), ("DRAM requests", .right), ("10⁶ requests/s", .right),
      ("peak memory so far, MB", .right),
    ])
    var bar = ProgressBar("machine", on: console)
    for (index, benchmark) in MachineBenchmark.allCases.enumerated() {
      bar.show(Double(index) / Double(MachineBenchmark.allCases.count))
      let row = try benchmark.measure()
      table.row([
        benchmark.rawValue, HumanNumber.grouped(row.cycles), HumanNumber.fixed(row.cpuSeconds, decimals: 2),
        HumanNumber.grouped(row.events),
        HumanNumber.fixed(Double(row.events) / row.cpuSeconds / 1e6, decimals: 2),
        HumanNumber.grouped(row.requests),
        HumanNumber.fixed(Double(row.requests) / row.cpuSeconds / 1e6, decimals: 2),
        HumanNumber.fixed(Double(ProcessUsage.peakBytes) / 1e6, decimals: 0),
      ])
    }
    bar.finish()
    return table.text
  }
}
