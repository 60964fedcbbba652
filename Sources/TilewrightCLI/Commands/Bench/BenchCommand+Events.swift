import Tilewright

extension BenchCommand {
  static func measureEvents(
    _ benchmark: EventQueueBenchmark, csv path: String?, _ console: any Console
  ) throws {
    var bar = ProgressBar("event queue", on: console)
    let measurements = benchmark.delays.count * benchmark.pendingCounts.count
    var finished = 0
    let rows = benchmark.run { _ in
      finished += 1
      bar.show(Double(finished) / Double(measurements))
    }
    bar.finish()
    if let path {
      try OutputFile.write(path, console) { try CSVWriter.write(eventQueueMetrics, of: rows, to: &$0) }
    }
    if path != "-" { console.write(eventTable(rows, benchmark)) }
  }

  private static func eventTable(
    _ rows: [EventQueueBenchmark.Row], _ benchmark: EventQueueBenchmark
  ) -> String {
    var table = TextTable(
      [("ns per pop + schedule, pending:", .left)]
        + benchmark.pendingCounts.map { (HumanNumber.grouped($0), TextTable.Alignment.right) })
    for delays in benchmark.delays {
      let figures = rows.filter { $0.delays == delays }.map {
        HumanNumber.fixed($0.nanosecondsPerEvent, decimals: 1)
      }
      table.row([delays.rawValue] + figures)
    }
    return table.text
  }
}
