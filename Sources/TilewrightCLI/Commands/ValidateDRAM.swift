import Tilewright

/// `tilewright validate dram FOLDER`: our DRAM controller beside two simulators that architects trust.
enum ValidateDRAM {
  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let validation = try DRAMValidation(
      folder: arguments.operand("DIR"), traces: arguments.value("--traces"))
    var bar = ProgressBar("dram", on: console)
    let rows: [DRAMAgreement]
    do {
      defer { bar.finish() }
      rows = try validation.run { bar.show($0) }
    }
    if let path = arguments.value("--csv") {
      try OutputFile.write(path, console) { try CSVWriter.write(dramAgreementMetrics, of: rows, to: &$0) }
    }
    if arguments.value("--csv") != "-" { console.write(DRAMAgreementTable(rows).text) }
    return DRAMAgreementSummary(rows).holds ? .done : .failed
  }
}
