import Tilewright

extension BenchCommand {
  static func measureKernels(csv path: String?, _ console: any Console) throws {
    let rows = KernelBenchmark.allCases.map { $0.measure() }
    if let path {
      try OutputFile.write(path, console) { try CSVWriter.write(kernelMetrics, of: rows, to: &$0) }
    }
    if path != "-" { console.write(kernelTable(rows)) }
  }

  private static func kernelTable(_ rows: [KernelBenchmark.Row]) -> String {
    var table = TextTable([
      ("kernel, one thread", .left), ("on", .left), ("10⁹ operations/s", .right), ("ns per element", .right),
    ])
    for row in rows {
      let figures = [row.gigaOperationsPerSecond, row.nanosecondsPerElement].map { figure in
        figure.map { HumanNumber.fixed($0, decimals: 2) } ?? ""
      }
      table.row([row.kernel.rawValue, row.kernel.workload] + figures)
    }
    return table.text
  }
}
