import Tilewright

/// `tilewright analyze MODEL`: what a model asks of any machine.
enum AnalyzeCommand: Command {
  static let specification = CommandSpecification(
    name: "analyze", summary: "What a model asks of any chip: shapes, MACs, parameters, bytes, intensity",
    operands: [.init(name: "MODEL", summary: "a workload file, or a name that `tilewright workloads` lists")],
    options: [
      .init(name: "--batch", value: "N", summary: "samples computed at once"),
      .init(
        name: "--set", value: "NAME=N", summary: "a parameter of the model, such as sequence=128",
        repeats: true
      ),
      .init(name: "--csv", value: "FILE", summary: "a row per operator (- is standard output)"),
    ],
    example: "analyze resnet50")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let overrides = try ModelOptions.settings(arguments)
    let file = try Shelf.workloads.file(named: arguments.operand("MODEL"))
    try arguments.checkOutputs(inputs: [file])
    let model = try ModelFile.load(file, overrides: overrides)
    console.writeWarnings(model.warnings)
    let analysis = try GraphAnalysis(model.graph)
    let path = arguments.value("--csv")
    if let path {
      try OutputFile.write(path, console) {
        try CSVWriter.write(analysisMetrics, of: analysis.entries, to: &$0)
      }
    }
    if path != "-" { console.write(AnalysisTable(analysis).text) }
    return .done
  }
}
