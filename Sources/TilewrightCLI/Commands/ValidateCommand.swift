import Tilewright

/// `tilewright validate KIND DIR`: ours beside reference data.
enum ValidateCommand: Command {
  /// What can be validated.
  enum Kind: String, CaseIterable {
    case models, accuracy, scalesim, rtl, published, dram, network
  }

  /// Options that only some kinds have.
  private static let owners: [(option: String, kinds: [Kind])] = [
    ("--chip", [.models, .accuracy]), ("--precision", [.models]), ("--only", [.models]),
    ("--traces", [.dram]),
    ("--held-out", [.published]),
  ]

  static let specification = CommandSpecification(
    name: "validate", summary: "Hold Tilewright against reference data: ours, theirs, difference and bound",
    operands: [
      .init(
        name: "KIND",
        summary: "models, accuracy (outputs), scalesim, rtl, dram, network (cycles), published"),
      .init(name: "DIR", summary: "the folder with the data; scalesim, rtl: or the file"),
    ],
    options: [
      .init(name: "--chip", value: "CHIP", summary: "models, accuracy: run on this chip in lockstep"),
      .init(name: "--precision", value: "T", summary: "models: of those runs (default: the chip's)"),
      .init(name: "--only", value: "NAME", summary: "models: this one; may be given again", repeats: true),
      .init(name: "--traces", value: "DIR", summary: "dram: texts of the traces, TRACE.LINE.txt"),
      .init(
        name: "--held-out", summary: "published: estimates also with constants fitted to the other machines"),
      .init(name: "--csv", value: "FILE", summary: "a row per figure (- is standard output)"),
    ],
    example: "validate scalesim results/scalesim")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    try arguments.checkOutputs(inputs: [])
    let kind = try arguments.operandChoice("KIND", Kind.self)!
    if let owner = owners.first(where: { arguments.has($0.option) && !$0.kinds.contains(kind) }) {
      throw arguments.usage(
        "\(owner.option) is given with \(kind.rawValue)",
        remedy: "it belongs to \(owner.kinds.map(\.rawValue).joined(separator: ", "))")
    }
    let rows: [ValidationRow]
    var text: String?
    switch kind {
    case .published: return try ValidatePublished.run(arguments, console)
    case .dram: return try ValidateDRAM.run(arguments, console)
    case .models: rows = try models(arguments, console)
    case .accuracy: rows = try accuracy(arguments, console)
    case .scalesim:
      rows = try ScaleSimValidation.rows(ScaleSimValidation.table(arguments.operand("DIR")))
      text = ValidationSummary(rows).text
    case .network:
      rows = try network(arguments, console)
      text = ValidationSummary(rows).text
    case .rtl:
      let table = try HardwareTable.read(arguments.operand("DIR"))
      rows = try table.rows()
      text = table.isLong ? ValidationSummary(rows).text : nil
    }
    if let path = arguments.value("--csv") {
      try OutputFile.write(path, console) { try CSVWriter.write(validationMetrics, of: rows, to: &$0) }
    }
    if arguments.value("--csv") != "-" { console.write(text ?? ValidationTable(rows).text) }
    return rows.contains(where: \.isBroken) ? .failed : .done
  }

  private static func accuracy(_ arguments: Arguments, _ console: any Console) throws -> [ValidationRow] {
    let chip = try arguments.value("--chip").map { try Chip.read(Shelf.chips.file(named: $0)) }
    let validation = try AccuracyValidation(folder: arguments.operand("DIR"), chip: chip)
    var bar = ProgressBar("accuracy", on: console)
    defer { bar.finish() }
    return validation.run { bar.show($0) }
  }

  private static func network(_ arguments: Arguments, _ console: any Console) throws -> [ValidationRow] {
    var bar = ProgressBar("network", on: console)
    defer { bar.finish() }
    return try NetworkValidation(folder: arguments.operand("DIR")).rows { bar.show($0) }
  }

  private static func models(_ arguments: Arguments, _ console: any Console) throws -> [ValidationRow] {
    let chip = try arguments.value("--chip").map { try Chip.read(Shelf.chips.file(named: $0)) }
    let validation = try ModelValidation(
      folder: arguments.operand("DIR"), only: arguments.values("--only"), chip: chip,
      precision: arguments.choice("--precision", ElementType.self))
    var bar = ProgressBar("models", on: console)
    defer { bar.finish() }
    return validation.run { bar.show($0) }
  }
}
