import Tilewright

extension BenchCommand {
  static func measureNetwork(csv path: String?, _ console: any Console) throws {
    var bar = ProgressBar("network", on: console)
    let cases = NetworkBenchmark.allCases
    let rows = cases.enumerated().map { index, benchmark in
      bar.show(Double(index) / Double(cases.count))
      return benchmark.measure()
    }
    bar.finish()
    if let path {
      try OutputFile.write(path, console) { try CSVWriter.write(networkBenchmarkMetrics, of: rows, to: &$0) }
    }
    guard path != "-" else { return }
    var table = TextTable([
      (NetworkBenchmark.network, .left), ("flits a packet", .right), ("load", .right),
      ("10³ cycles/CPU s", .right), ("10⁶ flits through routers/CPU s", .right),
    ])
    for row in rows {
      table.row([
        "\(row.benchmark.level.rawValue) level", "\(row.benchmark.packetFlits)",
        HumanNumber.fixed(row.benchmark.load, decimals: 2),
        HumanNumber.fixed(row.cyclesPerSecond / 1e3, decimals: 0),
        HumanNumber.fixed(row.traversalsPerSecond / 1e6, decimals: 1),
      ])
    }
    console.write(table.text)
  }
}
