import Foundation
import Onnx

/// A folder for the files of one test, removed with it.
final class ScratchFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("onnx-" + UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and gives its path.
  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = path + "/" + name
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  func read(_ model: WireBytes) throws -> OnnxModel {
    try OnnxModel.read(file("model.onnx", model.bytes))
  }
}

extension OnnxTensor {
  /// The packed elements, wherever they lie.
  var data: [UInt8] {
    switch storage {
    case .mapped(let bytes): bytes.withBytes { Array($0) }
    case .bytes(let bytes): bytes
    case .generated: preconditionFailure("nothing that was read is generated")
    case .strings(let strings): Array(strings.joined())
    }
  }

  var isMapped: Bool {
    if case .mapped = storage { true } else { false }
  }
}
