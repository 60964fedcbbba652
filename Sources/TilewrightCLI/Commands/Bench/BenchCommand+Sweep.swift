import Tilewright

extension BenchCommand {
  static func sweepTable(_ arguments: Arguments) throws -> String {
    let points = try arguments.integer("--points", in: 1...SweepBenchmark.mostPoints) ?? 100
    let jobs = try arguments.integer("--jobs", in: 1...1024) ?? 1
    let row = try SweepBenchmark(points: points, jobs: jobs).measure(metrics: evaluationMetrics)
    let title = "resnet50 on \(SweepBenchmark.chip), array × buffer × bandwidth"
    var table = TextTable([
      (title, .left), ("points", .right), ("errors", .right), ("CPU s", .right), ("CPU ms per point", .right),
      ("points/s", .right), ("peak memory, MB", .right),
    ])
    let count = Double(row.points)
    let cells: [String] = [
      "jobs: \(jobs)", HumanNumber.grouped(row.points), String(row.failures),
      HumanNumber.fixed(row.cpuSeconds, decimals: 1),
      HumanNumber.fixed(row.cpuSeconds / count * 1000, decimals: 1),
      HumanNumber.fixed(count / row.wallSeconds, decimals: 1),
      HumanNumber.fixed(Double(row.peakBytes) / 1e6, decimals: 0),
    ]
    table.row(cells)
    return table.text
  }
}
