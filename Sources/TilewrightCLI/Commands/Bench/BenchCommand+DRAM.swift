import Tilewright

extension BenchCommand {
  static func dramTable() throws -> String {
    var table = TextTable([
      ("one channel of \(DRAMBenchmark.memory)", .left), ("cycles", .right), ("CPU s", .right),
      ("10⁶ requests/s", .right), ("10⁶ cycles/s", .right),
    ])
    for benchmark in DRAMBenchmark.allCases {
      let row = try benchmark.measure()
      table.row([
        benchmark.rawValue, HumanNumber.grouped(row.cycles), HumanNumber.fixed(row.cpuSeconds, decimals: 2),
        HumanNumber.fixed(Double(row.requests) / row.cpuSeconds / 1e6, decimals: 2),
        HumanNumber.fixed(Double(row.cycles) / row.cpuSeconds / 1e6, decimals: 1),
      ])
    }
    return table.text
  }
}
