import Documents
import Foundation
import Tensors

/// A file that is being read, and the files of external data beside it, each mapped once.
final class OnnxSource {
  let file: MappedFile
  private var externalFiles: [String: MappedFile] = [:]

  /// - Throws: `InputError` when there is no such file.
  init(path: String) throws {
    file = try OnnxSource.map(path)
  }

  /// A file that is in memory already.
  init(path: String, contents: [UInt8]) {
    file = MappedFile(path: path, contents: contents)
  }

  /// Reads the file's one message.
  func read<Message>(
    _ read: (inout WireReader) throws(WireError) -> Message
  ) throws -> Message {
    try file.withBytes { bytes in
      var reader = WireReader(source: self, bytes: bytes)
      do throws(WireError) {
        return try read(&reader)
      } catch { throw error.located(in: file.path) }
    }
  }

  /// The file of external data that a tensor names.
  /// - Parameter location: as the tensor says it; must stay in the folder that the model lies in.
  /// - Throws: `WireError` placed at `byteOffset`.
  func externalFile(_ location: String, at byteOffset: Int) throws(WireError) -> MappedFile {
    if let known = externalFiles[location] { return known }
    guard OnnxSource.isPlain(location) else {
      throw WireError(
        at: byteOffset, "external data “\(location)” is not beside the model",
        remedy: "a location is a relative path without “..”")
    }
    let folder = URL(fileURLWithPath: file.path).deletingLastPathComponent()
    let path = folder.appendingPathComponent(location).path
    guard let resolved = resolvedPath(path) else {
      throw WireError(
        at: byteOffset, "there is no file of external data “\(path)”", remedy: "keep it beside the model")
    }
    guard homes(of: folder.path).contains(where: { resolved.hasPrefix($0) }) else {
      throw WireError(
        at: byteOffset, "external data “\(location)” is a link that leaves the model's folder",
        remedy: "put the file itself beside the model")
    }
    do {
      let mapped = try OnnxSource.map(resolved)
      externalFiles[location] = mapped
      return mapped
    } catch { throw WireError(at: byteOffset, "cannot read external data: \(error)") }
  }

  /// Folders that external data may lie in: the one of the path that was given, and the one that the model really
  /// lies in when that path is a link (as in the caches of model hubs).
  private func homes(of folder: String) -> [String] {
    let real = resolvedPath(file.path).map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
    return [resolvedPath(folder), real].compactMap { $0 }.map { $0.hasSuffix("/") ? $0 : $0 + "/" }
  }

  private static func isPlain(_ location: String) -> Bool {
    !location.isEmpty && !location.hasPrefix("/") && !location.contains("\0") && !location.contains("\\")
      && !location.split(separator: "/").contains("..")
  }

  /// Maps a regular file: opening a pipe would wait forever, and a device has no end.
  private static func map(_ path: String) throws -> MappedFile {
    var status = stat()
    guard stat(path, &status) == 0 else { throw InputError(.notFound, at: path, "there is no such file") }
    guard status.st_mode & S_IFMT == S_IFREG else { throw InputError(at: path, "this is not a regular file") }
    do {
      return try MappedFile(path: path)
    } catch { throw InputError(at: path, "the file cannot be read: \(error.localizedDescription)") }
  }
}

/// The path without links; nil when there is no such file.
private func resolvedPath(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}
