import Foundation
import Tilewright

/// `tilewright report FILE`: pages and pictures of what a run or a sweep has left behind.
enum ReportCommand: Command {
  static let specification = CommandSpecification(
    name: "report", summary: "Draw a run (JSON) or a sweep (CSV) as a page that stands alone, and as pictures",
    operands: [
      .init(name: "RESULTS", summary: "a file of `run --json` or of `sweep`; another CSV with a header does, too")
    ],
    options: [
      .init(
        name: "--html", value: "FILE",
        summary: "the page (- is standard output); RESULTS.html if neither is said"),
      .init(name: "--figures", value: "DIR", summary: "every picture as a file of its own (SVG)"),
    ],
    example: "report results/first-look/run.json --html run.html")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let path = arguments.operand("RESULTS")
    try arguments.checkOutputs(inputs: [path])
    if path.lowercased().hasSuffix(".csv") {
      try write(try SweepPage(CSVTable.read(path), name: title(of: path)), of: path, arguments, console)
    } else {
      try write(try RunPage(RunJSON.read(path), file: path), of: path, arguments, console)
    }
    return .done
  }

  private static func write(
    _ page: some ReportPage, of path: String, _ arguments: Arguments, _ console: any Console
  ) throws {
    let figures = arguments.value("--figures")
    if let html = arguments.value("--html") ?? (figures == nil ? pageName(of: path) : nil) {
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

/// Writes pages and pictures.
enum ReportFiles {
  static func write(_ page: some ReportPage, to path: String, _ console: any Console) throws {
    let bytes = [UInt8](try page.text().utf8)
    try OutputFile.write(path, console) { try $0.write(bytes) }
  }

  /// - Returns: the files, in the order of the page.
  static func writeFigures(of page: some ReportPage, to folder: String) throws -> [String] {
    try OutputFolder.make(folder)
    return try page.figures.map { figure in
      let path = "\(folder)/\(figure.name).svg"
      let bytes = [UInt8](figure.document.utf8)
      try ReplacementFile.write(path) { try $0.write(bytes) }
      return path
    }
  }
}
