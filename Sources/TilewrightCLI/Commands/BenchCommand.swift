import Tilewright

/// `tilewright bench`: how fast Tilewright itself is on this machine.
enum BenchCommand: Command {
  private enum Subject: String, CaseIterable {
    case events, kernels, arrays, dram, network, machine, sweep

    /// As in a sentence.
    static let list = allCases.dropLast().map(\.rawValue).joined(separator: ", ") + " or \(allCases.last!)"
  }

  static let specification = CommandSpecification(
    name: "bench", summary: "How fast Tilewright itself is: " + Subject.list,
    operands: [
      .init(name: "SUBJECT", summary: Subject.list + "; all without it", isOptional: true)
    ],
    options: [
      .init(name: "--events", value: "N", summary: "events per measurement of the queue (1,000,000)"),
      .init(
        name: "--pending", value: "N,N", summary: "pending events of the queue (1,64,1000,100000,1000000)"),
      .init(name: "--points", value: "N", summary: "design points of the sweep, 1,000 at most (100)"),
      .init(name: "--jobs", value: "N", summary: "points of the sweep at once (1)"),
      .init(
        name: "--csv", value: "FILE",
        summary: "the figures of SUBJECT (else events) as CSV (- is standard output)"),
    ],
    example: "bench events")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let subjects = try arguments.operandChoice("SUBJECT", Subject.self).map { [$0] } ?? Subject.allCases
    var benchmark = EventQueueBenchmark()
    if let events = try arguments.integer("--events", in: 1...1_000_000_000) { benchmark.events = events }
    if let counts = try arguments.integers("--pending", in: 1...100_000_000) {
      benchmark.pendingCounts = counts
    }
    try arguments.checkOutputs()
    for subject in subjects {
      switch subject {
      case .events: try measureEvents(benchmark, csv: arguments.value("--csv"), console)
      case .kernels:
        try measureKernels(csv: subjects.count == 1 ? arguments.value("--csv") : nil, console)
      case .arrays:
        try measureArrays(csv: subjects.count == 1 ? arguments.value("--csv") : nil, console)
      case .dram: console.write(try dramTable())
      case .machine: console.write(try machineTable(console))
      case .sweep: console.write(try sweepTable(arguments))
      case .network:
        try measureNetwork(csv: subjects.count == 1 ? arguments.value("--csv") : nil, console)
      }
    }
    return .done
  }

  private static func measureEvents(
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

  private static func measureKernels(csv path: String?, _ console: any Console) throws {
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

  private static func sweepTable(_ arguments: Arguments) throws -> String {
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

  private static func measureNetwork(csv path: String?, _ console: any Console) throws {
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

  private static func measureArrays(csv path: String?, _ console: any Console) throws {
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

  private static func dramTable() throws -> String {
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

  /// Smallest run first: the process's peak memory only grows.
  private static func machineTable(_ console: any Console) throws -> String {
    var table = TextTable([
      ("on \(MachineBenchmark.chip), fp16", .left), ("cycles", .right), ("CPU s", .right), ("events", .right),
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
