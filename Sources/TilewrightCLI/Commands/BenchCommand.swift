import Tilewright

/// `tilewright bench`: how fast Tilewright itself is on this machine.
enum BenchCommand: Command {
  private enum Subject: String, CaseIterable {
    case events, kernels, dram, machine
  }

  static let specification = CommandSpecification(
    name: "bench", summary: "How fast Tilewright itself is: events, kernels, dram or machine",
    operands: [
      .init(name: "SUBJECT", summary: "events, kernels, dram or machine; all without it", isOptional: true)
    ],
    options: [
      .init(name: "--events", value: "N", summary: "events per measurement of the queue (1,000,000)"),
      .init(
        name: "--pending", value: "N,N", summary: "pending events of the queue (1,64,1000,100000,1000000)"),
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
      case .dram: console.write(try dramTable())
      case .machine: console.write(try machineTable(console))
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
