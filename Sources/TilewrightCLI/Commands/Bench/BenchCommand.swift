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
    let path = arguments.value("--csv")
    let csv = subjects.count == 1 ? path : nil
    for subject in subjects {
      switch subject {
      case .events: try measureEvents(benchmark, csv: path, console)
      case .kernels: try measureKernels(csv: csv, console)
      case .arrays: try measureArrays(csv: csv, console)
      case .dram: console.write(try dramTable())
      case .network: try measureNetwork(csv: csv, console)
      case .machine: console.write(try machineTable(console))
      case .sweep: console.write(try sweepTable(arguments))
      }
    }
    return .done
  }
}
