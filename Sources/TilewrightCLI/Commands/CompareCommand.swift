import Foundation
import Tilewright

/// `tilewright compare A.json B.json …`: what got faster, by which operator, and why.
enum CompareCommand: Command {
  private static let shownOperators = 12

  static let specification = CommandSpecification(
    name: "compare", summary: "Hold runs against each other: what got faster, where, and why",
    operands: [
      .init(name: "BASE", summary: "the run that the others are held against, as run --json writes it"),
      .init(name: "RUN", summary: "another run, or several", repeats: true),
    ],
    options: [
      .init(name: "--top", value: "N", summary: "operators to list (\(shownOperators))"),
      .init(name: "--csv", value: "FILE", summary: "a row per operator and run (- is standard output)"),
      .init(name: "--json", value: "FILE", summary: "the same as JSON"),
      .init(name: "--html", value: "FILE", summary: "a page with pictures of what changed"),
      .init(name: "--figures", value: "DIR", summary: "these pictures, each a file of its own (SVG)"),
    ],
    example: "compare before.json after.json")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let files = [arguments.operand("BASE")] + arguments.repeatedOperands
    let limit = try arguments.integer("--top", in: 1...1_000_000) ?? shownOperators
    try arguments.checkOutputs(inputs: files)
    let runs = try files.map { try RunJSON.read($0) }
    let names = Self.names(of: files)
    for (run, file) in zip(runs, files) where !run.isOfSameWork(as: runs[0]) {
      console.writeError(
        "warning: \(file) is of \(run.work), \(files[0]) of \(runs[0].work): ratios say little\n")
    }
    let comparisons = runs.indices.dropFirst().map {
      RunComparison(runs[$0], name: names[$0], base: runs[0], baseName: names[0])
    }
    let rows = comparisons.flatMap(\.rows)
    if let path = arguments.value("--csv") {
      try OutputFile.write(path, console) { try CSVWriter.write(comparisonMetrics, of: rows, to: &$0) }
    }
    if let path = arguments.value("--json") {
      let bytes = try ComparisonJSON(comparisons).encoded()
      try OutputFile.write(path, console) { try $0.write(bytes) }
    }
    let page = ComparisonPage(comparisons)
    if let path = arguments.value("--html") { try ReportFiles.write(page, to: path, console) }
    if let folder = arguments.value("--figures") { _ = try ReportFiles.writeFigures(of: page, to: folder) }
    guard !["--csv", "--json", "--html"].contains(where: { arguments.value($0) == "-" }) else { return .done }
    console.write(comparisons.map { ComparisonTable($0, limit: limit).text }.joined(separator: "\n"))
    return .done
  }

  /// The files' names without folders and endings, as long as these tell them apart.
  private static func names(of files: [String]) -> [String] {
    let short = files.map { (($0 as NSString).lastPathComponent as NSString).deletingPathExtension }
    return Set(short).count == files.count ? short : files
  }
}
