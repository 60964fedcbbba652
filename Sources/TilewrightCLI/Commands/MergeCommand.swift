import Tilewright

/// `tilewright merge JOURNAL …`: the shards of a sweep become one CSV.
enum MergeCommand: Command {
  static let specification = CommandSpecification(
    name: "merge", summary: "Put the journals of a sweep's shards together into one CSV",
    operands: [.init(name: "JOURNAL", summary: "what sweep --shard wrote", repeats: true)],
    options: [
      .init(
        name: "--csv", value: "FILE",
        summary: "a row per point, in the study's order (- is standard output)"),
      .init(name: "--partial", summary: "write the rows that are there, even if some are missing"),
    ],
    example: "merge a.shard-1-of-2.journal a.shard-2-of-2.journal --csv a.csv")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let journals = arguments.repeatedOperands
    guard let path = arguments.value("--csv") else {
      throw arguments.usage("--csv FILE is missing")
    }
    try arguments.checkOutputs(inputs: journals)
    let merge = try SweepMerge(journals: journals)
    let missing = merge.missing
    if let first = missing.first, !arguments.has("--partial") {
      throw InputError(
        at: merge.table.study,
        "\(missing.count) of \(merge.table.points.count) points have no result, such as "
          + first.cells.joined(separator: " "),
        remedy: "run their shards again with --resume, or add --partial")
    }
    let rows = merge.rows
    try OutputFile.write(path, console) { try CSVWriter.write(merge.table, rows: rows, to: &$0) }
    if path != "-" { console.write("\(HumanNumber.grouped(rows.count)) points. \(path)\n") }
    return .done
  }
}
