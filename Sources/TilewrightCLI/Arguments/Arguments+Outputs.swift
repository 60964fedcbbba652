import Foundation
import Tilewright

extension Arguments {
  /// Sees to it, before anything long begins, that every file that the command is to write can be written, is
  /// written once, and is none of its inputs.
  /// - Parameter inputs: paths of the files that the command reads.
  /// - Throws: `InputError` `.usage` for a file that is named twice or not at all; `.notFound` for one that cannot
  ///   be written.
  func checkOutputs(inputs: [String] = []) throws {
    var options: [String: String] = [:]
    let inputs = Set(inputs.compactMap(realName))
    for option in outputOptions {
      guard let word = value(option) else { continue }
      guard !word.isEmpty else { throw usage("\(option) names no file", remedy: "write \(option) FILE") }
      guard let name = word == "-" ? word : try OutputTarget(word).filePath else { continue }
      guard !inputs.contains(name) else { throw usage("\(option) would replace the input “\(word)”") }
      if let other = options.updateValue(option, forKey: name) {
        throw usage("\(other) and \(option) both write “\(word)”", remedy: "give each a file of its own")
      }
    }
  }

  private func realName(_ path: String) -> String? {
    guard let name = realpath(path, nil) else { return nil }
    defer { free(name) }
    return String(cString: name)
  }
}
