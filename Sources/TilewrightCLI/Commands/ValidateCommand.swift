import Tilewright

/// `tilewright validate KIND DIR`: ours beside reference data.
enum ValidateCommand: Command {
  /// What can be validated.
  enum Kind: String, CaseIterable {
    case scalesim
  }

  static let specification = CommandSpecification(
    name: "validate", summary: "Hold Tilewright against reference data: ours, theirs, difference and bound",
    operands: [
      .init(name: "KIND", summary: "scalesim: counts of SCALE-Sim"),
      .init(name: "DATA", summary: "the file or folder with the data"),
    ],
    options: [
      .init(name: "--csv", value: "FILE", summary: "a row per figure (- is standard output)")
    ],
    example: "validate scalesim layer_cycles.csv")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let data = arguments.operand("DATA")
    try arguments.checkOutputs(inputs: [data])
    let rows: [ValidationRow]
    let text: String
    switch try arguments.operandChoice("KIND", Kind.self)! {
    case .scalesim:
      rows = try ScaleSimValidation.rows(CSVTable.read(data))
      text = ValidationSummary(rows).text
    }
    if let path = arguments.value("--csv") {
      try OutputFile.write(path, console) { try CSVWriter.write(validationMetrics, of: rows, to: &$0) }
    }
    if arguments.value("--csv") != "-" { console.write(text) }
    return rows.allSatisfy(\.holds) ? .done : .failed
  }
}
