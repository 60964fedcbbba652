import Foundation

/// What stands behind the name of an output file.
public enum OutputTarget: Hashable, Sendable {
  /// An ordinary file, there or to come, by its own name: links are followed.
  /// `permissions` are those of the file that is there.
  case file(path: String, permissions: UInt32?)
  /// A pipe, a terminal or a device: what is written there goes through and replaces nothing.
  case stream(path: String)
  /// The ordinary file that standard output (1) or standard error (2) already goes to.
  case descriptor(Int32)

  private static let mostLinks = 40

  /// Looks at the file system; changes nothing.
  /// - Throws: `InputError` `.notFound` for what cannot be written to: folders, files in folders that do not exist,
  ///   and what its permissions protect.
  public init(_ path: String) throws {
    var status = stat()
    guard stat(path, &status) == 0 else {
      guard errno == ENOENT else { throw Self.unwritable(path) }
      self = .file(path: try Self.resolved(path), permissions: nil)
      return
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw InputError(.notFound, at: path, "is a folder", remedy: "expected a file")
    }
    guard access(path, W_OK) == 0 else { throw Self.unwritable(path) }
    if status.st_mode & S_IFMT != S_IFREG {
      self = .stream(path: path)
    } else if let descriptor = Self.standardStream(that: status) {
      self = .descriptor(descriptor)
    } else {
      self = .file(path: try Self.resolved(path), permissions: UInt32(status.st_mode) & 0o7777)
    }
  }

  /// The file's own name, for comparing names; nil for streams, which several outputs may share.
  public var filePath: String? {
    if case .file(let path, _) = self { path } else { nil }
  }

  /// A file of another name is not replaced when standard output, say, is already open on it.
  private static func standardStream(that status: stat) -> Int32? {
    [1, 2].first { descriptor in
      var other = stat()
      return fstat(descriptor, &other) == 0 && other.st_ino == status.st_ino && other.st_dev == status.st_dev
    }
  }

  /// The name that all links lead to, whether or not a file stands there. The folder must be there and writable:
  /// that is where the new file is made.
  private static func resolved(_ path: String) throws -> String {
    var target = path
    for _ in 0..<mostLinks {
      guard let link = try? FileManager.default.destinationOfSymbolicLink(atPath: target) else { break }
      target = link.hasPrefix("/") ? link : folder(of: target) + "/" + link
    }
    guard let realFolder = realpath(folder(of: target), nil) else { throw unwritable(path) }
    defer { free(realFolder) }
    guard access(realFolder, W_OK | X_OK) == 0 else { throw unwritable(path) }
    guard !target.hasSuffix("/") else {
      throw InputError(.notFound, at: path, "names a folder", remedy: "expected a file")
    }
    return (String(cString: realFolder) as NSString).appendingPathComponent(
      (target as NSString).lastPathComponent)
  }

  private static func folder(of path: String) -> String {
    let folder = (path as NSString).deletingLastPathComponent
    return folder.isEmpty ? "." : folder
  }

  /// What the system's last complaint was about.
  private static func unwritable(_ path: String) -> InputError {
    InputError(.notFound, at: path, "cannot be written: \(String(cString: strerror(errno)))")
  }
}
