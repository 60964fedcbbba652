import Tilewright

/// `tilewright analyze MODEL`: what a model asks of any machine.
enum AnalyzeCommand: Command {
  static let specification = CommandSpecification(
    name: "analyze", summary: "What a model asks of any chip: shapes, MACs, parameters, bytes, intensity",
    operands: [ModelOptions.model],
    options: ModelOptions.lengths + [
      .init(name: "--csv", value: "FILE", summary: "a row per operator (- is standard output)")
    ],
    example: "analyze resnet50")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let settings = try ModelOptions.settings(arguments)
    try arguments.checkOutputs(inputs: [try Shelf.workloads.file(named: arguments.operand("MODEL"))])
    let model = try ModelFile(arguments.operand("MODEL"), settings: settings)
    console.writeWarnings(model.warnings)
    let analysis = try GraphAnalysis(model.graph)
    let path = arguments.value("--csv")
    if let path {
      try OutputFile.write(path, console) {
        try CSVWriter.write(analysisMetrics, of: analysis.entries, to: &$0)
      }
    }
    if path != "-" {
      console.write(AnalysisTable(analysis).text)
      if let caution = model.caution { console.write(caution + "\n") }
    }
    return .done
  }
}
