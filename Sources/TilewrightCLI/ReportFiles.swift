import Foundation
import Tilewright

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
      let path = "\(folder)/\(fileName(figure.name)).svg"
      let bytes = [UInt8](figure.document.utf8)
      try ReplacementFile.write(path) { try $0.write(bytes) }
      return path
    }
  }

  /// A figure may be called after a column, and a column by any text.
  private static func fileName(_ name: String) -> String {
    String(name.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "-" })
  }

  static func write(_ log: TensorBoardLog, to folder: String) throws {
    for file in log.files {
      let path = "\(folder)/\(file.path)"
      try OutputFolder.make((path as NSString).deletingLastPathComponent)
      try ReplacementFile.write(path) { try $0.write(file.bytes) }
    }
  }
}
