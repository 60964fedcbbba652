import Documents
import Foundation

/// A model with the outputs that it must have: a folder of the ONNX backend tests, or a model with its output beside it.
public struct ConformanceCase: Sendable, Hashable {
  /// Path below the folder that was asked for.
  public var name: String
  /// The model's file.
  public var model: String
  /// Folders with `input_*.pb` and `output_*.pb`; empty for a model whose one output lies beside it.
  public var dataSets: [String]
  /// `MODEL_output_0.pb`, whose input counts up from 0 in steps of 1/n.
  public var besideOutput: String?

  /// All cases in a folder and below, by name.
  /// - Throws: `InputError` `.notFound` when there is no such folder or no case in it.
  public static func all(in folder: String) throws -> [ConformanceCase] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
      throw InputError(.notFound, at: folder, "no such folder")
    }
    var cases: [ConformanceCase] = []
    collect(folder, named: "", depth: 0, into: &cases)
    guard !cases.isEmpty else {
      throw InputError(
        .notFound, at: folder, "holds no tests",
        remedy: "a test is a folder with model.onnx and test_data_set_0, or X.onnx with X_output_0.pb")
    }
    return cases.sorted { $0.name < $1.name }
  }

  /// Folders are searched so deep.
  private static let maximumDepth = 6

  private static func collect(
    _ folder: String, named name: String, depth: Int, into cases: inout [ConformanceCase]
  ) {
    let entries = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    let dataSets = entries.filter { $0.hasPrefix("test_data_set_") }
    if entries.contains("model.onnx"), !dataSets.isEmpty {
      let label = name.isEmpty ? (folder as NSString).lastPathComponent : name
      cases.append(
        ConformanceCase(
          name: label, model: "\(folder)/model.onnx", dataSets: dataSets.map { "\(folder)/\($0)" }))
      return
    }
    let below = name.isEmpty ? "" : name + "/"
    for entry in entries where entry.hasSuffix(".onnx") {
      let base = (entry as NSString).deletingPathExtension
      guard entries.contains("\(base)_output_0.pb") else { continue }
      cases.append(
        ConformanceCase(
          name: below + base, model: "\(folder)/\(entry)", dataSets: [],
          besideOutput: "\(folder)/\(base)_output_0.pb"))
    }
    guard depth < maximumDepth else { return }
    for entry in entries {
      var isFolder: ObjCBool = false
      let path = "\(folder)/\(entry)"
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
        continue
      }
      collect(path, named: below + entry, depth: depth + 1, into: &cases)
    }
  }

  /// Whether the name has the pattern in it; `*` stands for anything.
  public func matches(_ pattern: String) -> Bool {
    guard pattern.contains("*") else { return name.contains(pattern) }
    return fnmatch(pattern, name, 0) == 0
  }
}
