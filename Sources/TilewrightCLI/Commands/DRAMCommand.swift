import Tilewright

/// `tilewright dram MEMORY`: a memory under a trace.
enum DRAMCommandLine: Command {
  static let specification = CommandSpecification(
    name: "dram", summary: "A memory under a trace: bandwidth, latency, commands, and where cycles were lost",
    operands: [
      .init(
        name: "MEMORY", summary: "a memory file, the name of one in chips/dram, or a chip, for its memory")
    ],
    options: [
      .init(name: "--trace", value: "TRACE", summary: "requests, a line each: CYCLE STREAM R|W HEX-ADDRESS"),
      .init(
        name: "--pattern", value: "NAME",
        summary: "an access pattern instead, such as sequential, strided, random, add"),
      .init(name: "--requests", value: "N", summary: "requests of the pattern (50000)"),
      .init(
        name: "--mode", value: "MODE", summary: "sat (default), paced:CYCLES, timed, serial, dma:OUTSTANDING"),
      .init(name: "--csv", value: "FILE", summary: "the figures as one row (- is standard output)"),
      .init(name: "--command-trace", value: "FILE", summary: "every command of channel 0 as CSV"),
    ],
    example: "dram ddr4-2400 --pattern random --mode sat")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let memory = arguments.operand("MEMORY")
    let shelves: [Shelf] = [.memories, .chips]
    let trace = arguments.value("--trace")
    let pattern = try arguments.choice("--pattern", DRAMPattern.self)
    if trace != nil, pattern != nil { throw arguments.usage("--trace and --pattern exclude each other") }
    try arguments.checkOutputs(
      inputs: shelves.compactMap { try? $0.file(named: memory) } + (trace.map { [$0] } ?? []))
    let study = try DRAMStudy(
      memory: memory, trace: trace, pattern: pattern ?? .sequentialReads,
      requests: try arguments.integer("--requests", in: 1...10_000_000) ?? DRAMStudy.patternRequests,
      mode: arguments.value("--mode") ?? "sat")
    let (report, commands) = try study.run(logsCommands: arguments.value("--command-trace") != nil)
    if let path = arguments.value("--csv") {
      try OutputFile.write(path, console) { try CSVWriter.write(dramMetrics, of: [report], to: &$0) }
    }
    if let path = arguments.value("--command-trace") {
      try OutputFile.write(path, console) {
        try DRAMCommandTrace.write(
          commands[0], of: study.configuration.standard.organisation, to: &$0)
      }
    }
    if arguments.outputOptions.allSatisfy({ arguments.value($0) != "-" }) {
      console.write(DRAMTable(report).text)
    }
    return .done
  }
}
