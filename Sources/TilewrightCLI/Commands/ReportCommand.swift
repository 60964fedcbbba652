import Foundation
import Tilewright

/// `tilewright report FILE`: pages and pictures of what a run or a sweep has left behind.
enum ReportCommand: Command {
  static let specification = CommandSpecification(
    name: "report",
    summary: "Draw a run (JSON) or a sweep (CSV) as a page that stands alone, and as pictures",
    operands: [
      .init(
        name: "RESULTS",
        summary: "a file of `run --json`, a study.json that `sweep` has run, or any CSV with a header")
    ],
    options: [
      .init(
        name: "--html", value: "FILE",
        summary: "the page (- is standard output); RESULTS.html if neither is said"),
      .init(
        name: "--figures", value: "DIR",
        summary: "every picture as a file of its own (SVG); of a study, those it asks for"),
      .init(
        name: "--tensorboard", value: "DIR",
        summary: "a sweep's event files for TensorBoard, HParams included"),
    ],
    example: "report results/first-sweep/results.csv --html sweep.html")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let path = arguments.operand("RESULTS")
    try arguments.checkOutputs(inputs: [path])
    if try isStudy(path) {
      let study = try Study.read(path, metrics: evaluationMetrics.names)
      let table = try CSVTable.read(study.results)
      if let folder = arguments.value("--tensorboard") {
        try ReportFiles.write(TensorBoardLog(table, name: study.name), to: folder)
      }
      try write(try SweepPage(table, of: study), of: study.results, arguments, console)
    } else if path.lowercased().hasSuffix(".csv") {
      let table = try CSVTable.read(path)
      if let folder = arguments.value("--tensorboard") {
        try ReportFiles.write(TensorBoardLog(table, name: title(of: path)), to: folder)
      }
      try write(try SweepPage(table, name: title(of: path)), of: path, arguments, console)
    } else {
      guard arguments.value("--tensorboard") == nil else {
        throw arguments.usage(
          "--tensorboard takes the CSV of a sweep",
          remedy: "for a run: tilewright run CHIP MODEL --tensorboard DIR")
      }
      try write(try RunPage(RunJSON.read(path), file: path), of: path, arguments, console)
    }
    return .done
  }

  /// Runs and studies are both JSON: a study names models, and is no longer than documents are.
  private static func isStudy(_ path: String) throws -> Bool {
    let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
    guard path.lowercased().hasSuffix(".json"), (size ?? 0) <= Document.maximumBytes else { return false }
    var object = try Document.read(path).object()
    return object.optional("models") != nil
  }

  private static func write(
    _ page: some ReportPage, of path: String, _ arguments: Arguments, _ console: any Console
  ) throws {
    let figures = arguments.value("--figures")
    let isAlone = figures == nil && arguments.value("--tensorboard") == nil
    if let html = arguments.value("--html") ?? (isAlone ? pageName(of: path) : nil) {
      try ReportFiles.write(page, to: html, console)
      if html != "-" { console.write("\(html)\n") }
    }
    if let figures {
      for file in try ReportFiles.writeFigures(of: page, to: figures) { console.write("\(file)\n") }
    }
  }

  /// `bandwidth` of `results/bandwidth/results.csv`, the name of the study; else the name of the file.
  private static func title(of path: String) -> String {
    let file = URL(fileURLWithPath: path)
    let name = file.deletingPathExtension().lastPathComponent
    return name == "results" ? file.deletingLastPathComponent().lastPathComponent : name
  }

  private static func pageName(of path: String) -> String {
    (path as NSString).deletingPathExtension + ".html"
  }
}
