import Synchronization
import Tilewright

/// `tilewright run CHIP MODEL`: the main job.
enum RunCommand: Command {
  static let specification = CommandSpecification(
    name: "run", summary: "Run a model on a chip: cycles, traffic, and whether the numbers are right",
    operands: ModelOptions.operands,
    options: ModelOptions.options + OperatingOptions.options + ModelOptions.compression
      + MappingArguments.options + [
        .init(name: "--timing-only", summary: "leave the numbers out; the cycles stay the same"),
        .init(name: "--csv", value: "FILE", summary: "a row per operator (- is standard output)"),
        .init(name: "--json", value: "FILE", summary: "totals, operators, engines and memories"),
        .init(name: "--trace", value: "FILE", summary: "a timeline for ui.perfetto.dev"),
        .init(
          name: "--report", value: "FILE",
          summary: "a page (HTML): roofline, timeline, stalls, memories, network"),
        .init(
          name: "--figures", value: "DIR", summary: "the pictures of that page, each a file of its own (SVG)"),
        .init(
          name: "--tensorboard", value: "DIR", summary: "event files for TensorBoard: scalars per operator"),
        .init(
          name: "--timeline", summary: "keep the time of every command in --json, for `tilewright report`"),
        .init(
          name: "--figure", value: "FILE", summary: "a picture (SVG): every operator beside its roofline"),
        .init(name: "--explain", summary: "what the mapper decided for each operator, and why"),
        .init(name: "--engines", summary: "where the cycles of every engine went"),
        .init(name: "--quiet", summary: "no table; the verdict only where something is wrong"),
      ] + ScaleSimRun.options,
    example: "run edge-npu resnet18 --timing-only --csv resnet18.csv")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    if try ScaleSimRun.isWanted(arguments) { return try ScaleSimRun.run(arguments, console) }
    var options = try ModelOptions.parse(arguments)
    options.numerics = !arguments.has("--timing-only")
    options.operating = try OperatingOptions.parse(arguments)
    try MappingArguments.apply(arguments, to: &options)
    options.collectsTimeline =
      arguments.has("--timeline")
      || ["--trace", "--report", "--figures"].contains { arguments.value($0) != nil }
    let chip = try Shelf.chips.file(named: arguments.operand("CHIP"))
    let model = try Shelf.workloads.file(named: arguments.operand("MODEL"))
    try arguments.checkOutputs(inputs: [chip, model])
    let simulation = try Simulation(chip: chip, model: model, options: options)
    console.writeWarnings(simulation.warnings)
    let result = try simulation.run(on: console)
    let run = RunRow(result)
    try writeFiles(of: run, arguments, console)
    try printTables(of: run, simulation, arguments, console)
    guard let verification = result.record.verification, !verification.passed else { return .done }
    console.writeError("error: \(ResultTable(run).verdict)\n")
    return .failed
  }

  private static func writeFiles(of run: RunRow, _ arguments: Arguments, _ console: any Console) throws {
    if let path = arguments.value("--csv") {
      try OutputFile.write(path, console) { try CSVWriter.write(operatorMetrics, of: run.operators, to: &$0) }
    }
    if let path = arguments.value("--json") {
      let bytes = try RunJSON(run, keepsTimeline: arguments.has("--timeline")).encoded()
      try OutputFile.write(path, console) { try $0.write(bytes) }
    }
    if let path = arguments.value("--trace") {
      try OutputFile.write(path, console) {
        try ChromeTrace(program: run.result.program, record: run.record).write(to: &$0)
      }
    }
    if arguments.value("--report") != nil || arguments.value("--figures") != nil {
      let page = try RunPage(RunJSON(run, keepsTimeline: true), file: run.record.model)
      if let path = arguments.value("--report") { try ReportFiles.write(page, to: path, console) }
      if let folder = arguments.value("--figures") { _ = try ReportFiles.writeFigures(of: page, to: folder) }
    }
    if let folder = arguments.value("--tensorboard") {
      try ReportFiles.write(TensorBoardLog(run), to: folder)
    }
    if let path = arguments.value("--figure") {
      let bytes = [UInt8](try OperatorFigure(run).text.utf8)
      try OutputFile.write(path, console) { try $0.write(bytes) }
    }
  }

  private static func printTables(
    of run: RunRow, _ simulation: Simulation, _ arguments: Arguments, _ console: any Console
  ) throws {
    let takesOutput = arguments.outputOptions.contains { arguments.value($0) == "-" }
    guard !takesOutput, !arguments.has("--quiet") else { return }
    console.write(ResultTable(run).text)
    if let caution = simulation.caution { console.write(caution + "\n") }
    if arguments.has("--engines") { console.write("\n" + EngineTable(run.record).text) }
    if arguments.has("--explain") { console.write("\n" + ExplainText(run).text) }
    try ScaleSimRun.writeDifference(of: simulation, run, console)
  }
}

extension Simulation {
  /// Runs behind a progress bar.
  func run(on console: any Console) throws -> SimulationResult {
    guard console.errorIsTerminal else { return try run() }
    let bar = Mutex(ProgressBar(graph.name, on: console))
    defer { bar.withLock { $0.finish() } }
    return try run { fraction in bar.withLock { $0.show(fraction) } }
  }
}
