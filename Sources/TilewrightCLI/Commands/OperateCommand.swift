import Tilewright

/// `tilewright operate CHIP MODEL`: which clock and supply a model wants.
enum OperateCommand: Command {
  static let specification = CommandSpecification(
    name: "operate", summary: "Find the clock and supply for a limit of power or time",
    operands: ModelOptions.operands,
    options: ModelOptions.options + [
      .init(name: "--power", value: "P", summary: "the fastest point within this mean power, DRAM included"),
      .init(name: "--latency", value: "T", summary: "the point of least energy within this time"),
      .init(name: "--steps", value: "N", summary: "clocks tried (12), and half as many around the best"),
      .init(name: "--csv", value: "FILE", summary: "a row per operating point (- is standard output)"),
      .init(name: "--figure", value: "FILE", summary: "a picture (SVG): energy and power over time"),
    ],
    example: "operate edge-npu digits-cnn --latency 30us")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let options = try ModelOptions.parse(arguments)
    let goal = OperatingGoal(
      wattsLimit: try arguments.quantity("--power", .power, in: 1...1_000_000_000_000_000).map {
        Double($0) / 1e9
      },
      secondsLimit: try arguments.quantity("--latency", .duration, in: 1...1_000_000_000_000_000_000)
        .map { Double($0) / 1e15 })
    let steps = try arguments.integer("--steps", in: 2...1000) ?? 12
    let chipFile = try Shelf.chips.file(named: arguments.operand("CHIP"))
    let modelFile = try Shelf.workloads.file(named: arguments.operand("MODEL"))
    try arguments.checkOutputs(inputs: [chipFile, modelFile])
    let chip = try Chip.read(chipFile)
    let model = try ModelFile(modelFile, settings: options.settings)
    let search = OperatingSearch(chip: chip, model: model, options: options, goal: goal, steps: steps)
    var bar = ProgressBar("operate", on: console)
    let found: (points: [OperatingFigures], best: Int?)
    do {
      defer { bar.finish() }
      found = try search.run { bar.show($0) }
    }
    if let path = arguments.value("--csv") {
      try OutputFile.write(path, console) { try CSVWriter.write(operatingMetrics, of: found.points, to: &$0) }
    }
    if let path = arguments.value("--figure") {
      let figure = OperatingFigure(
        found.points, best: found.best, goal: goal, title: "\(model.graph.name) on \(chip.name)")
      let bytes = [UInt8](figure.figure.document.utf8)
      try OutputFile.write(path, console) { try $0.write(bytes) }
    }
    if !["--csv", "--figure"].contains(where: { arguments.value($0) == "-" }) {
      let table = OperatingTable(
        found.points, best: found.best, goal: goal, technology: chip.technology)
      console.write(table.text)
    }
    return found.best == nil ? .failed : .done
  }
}
