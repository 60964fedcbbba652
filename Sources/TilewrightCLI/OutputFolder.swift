import Foundation
import Tilewright

/// A folder that a command writes files into.
enum OutputFolder {
  /// Makes the folder and those around it where they are not there yet.
  /// - Throws: `InputError` `.notFound` when something else stands there, or it cannot be made.
  static func make(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw InputError(
        .notFound, at: path, "cannot be made a folder: \(String(cString: strerror(errno)))",
        remedy: "name a folder, or a name that is free")
    }
  }
}
