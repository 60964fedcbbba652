import Tilewright

extension BenchCommand {
  static func measureArrays(csv path: String?, _ console: any Console) throws {
    var bar = ProgressBar("arrays", on: console)
    var rows: [ArrayBenchmark.Row] = []
    let runs = ArrayBenchmark.allCases.count * ArrayBenchmark.Numbers.allCases.count
    for array in ArrayBenchmark.allCases {
      for numbers in ArrayBenchmark.Numbers.allCases {
        for length in ArrayBenchmark.lengths {
          bar.show(Double(rows.count) / Double(runs * ArrayBenchmark.lengths.count))
          rows.append(array.measure(numbers, length: length))
        }
      }
    }
    bar.finish()
    if let path {
      try OutputFile.write(path, console) { try CSVWriter.write(arrayMetrics, of: rows, to: &$0) }
    }
    if path != "-" { console.write(arrayTable(rows)) }
  }

  private static func arrayTable(_ rows: [ArrayBenchmark.Row]) -> String {
    let columns = ArrayBenchmark.Numbers.allCases.flatMap { numbers in
      ArrayBenchmark.lengths.map { ("\(numbers.rawValue), \($0) a tile", TextTable.Alignment.right) }
    }
    var table = TextTable([("10⁶ PE updates/s, 128×128, every register", .left)] + columns)
    for array in ArrayBenchmark.allCases {
      let figures = rows.filter { $0.array == array }.map {
        HumanNumber.grouped(Int($0.megaUpdatesPerSecond.rounded()))
      }
      table.row([array.rawValue] + figures)
    }
    return table.text
  }
}
