import Foundation
import Testing
import Tilewright

/// A study out of its text, as if it stood in a file beside the package.
func study(_ text: String) throws -> Study {
  try Study(Document.parse(Data(text.utf8), file: "study.json"), metrics: evaluationMetrics.names)
}

/// A study of `mlp` on `edge-npu` with some members besides.
func smallStudy(_ members: String) throws -> Study {
  try study("{\"name\": \"small\", \"chip\": \"edge-npu\", \"models\": [\"mlp\"], \(members)}")
}

/// A folder that goes away with its test.
final class ScratchFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "tilewright-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }
}

extension Sweep {
  /// The CSV as it stands.
  func csv() throws -> String {
    var sink = MemorySink()
    try CSVWriter.write(table, rows: rows, to: &sink)
    return sink.text
  }
}
