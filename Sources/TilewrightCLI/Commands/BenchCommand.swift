import Tilewright

/// `tilewright bench`: how fast Tilewright itself is on this machine.
enum BenchCommand: Command {
  private enum Subject: String, CaseIterable {
    case events, kernels, machine
  }

  static let specification = CommandSpecification(
    name: "bench", summary: "How fast Tilewright itself is: events, kernels or machine",
    operands: [.init(name: "SUBJECT", summary: "events, kernels or machine; all without it", isOptional: true)],
    options: [
      .init(name: "--events", value: "N", summary: "pops per measurement of the queue (1,000,000)")
    ],
    example: "bench events")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let subjects = try arguments.operandChoice("SUBJECT", Subject.self).map { [$0] } ?? Subject.allCases
    let events = try arguments.integer("--events", in: 1_000...1_000_000_000) ?? 1_000_000
    for subject in subjects {
      switch subject {
      case .events: console.write(eventTable(events: events))
      case .kernels: console.write(kernelTable())
      case .machine: console.write(try machineTable())
      }
    }
    return .done
  }

  private static func eventTable(events: Int) -> String {
    let counts = EventBenchmark.pendingCounts
    var table = TextTable(
      [("ns per pop + schedule, pending:", .left)]
        + counts.map { (HumanNumber.grouped($0), TextTable.Alignment.right) })
    for delays in EventBenchmark.Delays.allCases {
      let figures = counts.map { pending in
        HumanNumber.fixed(
          EventBenchmark().nanosecondsPerEvent(delays, pending: pending, events: events), decimals: 1)
      }
      table.row([delays.rawValue] + figures)
    }
    return table.text
  }

  private static func kernelTable() -> String {
    var table = TextTable([("kernel, one thread", .left), ("10⁹ operations/s", .right)])
    for kernel in KernelBenchmark.allCases {
      table.row([kernel.rawValue, HumanNumber.fixed(kernel.gigaOperationsPerSecond(), decimals: 2)])
    }
    return table.text
  }

  /// The runs that Tilewright's speed is judged by: timing only, every DRAM request simulated.
  private static func machineTable() throws -> String {
    let runs: [(model: String, settings: [String: Int])] = [
      ("resnet50", [:]), ("bert-base", ["tokens": 128]),
    ]
    var table = TextTable([
      ("timing only on quad-128", .left), ("cycles", .right), ("events", .right), ("CPU s", .right),
      ("ns per event", .right), ("peak memory so far", .right),
    ])
    for (model, settings) in runs {
      var options = SimulationOptions()
      options.settings = settings
      options.numerics = false
      let start = ProcessUsage.cpuSeconds
      let result = try Simulation(chip: "quad-128", model: model, options: options).run()
      let seconds = ProcessUsage.cpuSeconds - start
      let events = result.record.eventsProcessed
      table.row([
        model, HumanNumber.grouped(result.record.elapsedCycles), HumanNumber.grouped(events),
        HumanNumber.fixed(seconds, decimals: 2),
        HumanNumber.fixed(result.wallSeconds.simulating * 1e9 / Double(max(1, events)), decimals: 0),
        HumanNumber.bytes(ProcessUsage.peakBytes),
      ])
    }
    return table.text
  }
}
