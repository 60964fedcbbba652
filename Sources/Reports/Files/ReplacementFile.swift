import Documents
import Foundation
import Synchronization

/// A file that replaces the old one whole or not at all: bytes go to a neighbour, which takes the name in one step
/// when everything has been written.
public struct ReplacementFile: ByteSink {
  private let path: String
  private let temporaryPath: String
  private let sink: DescriptorSink

  /// Calls `body` with the open file; keeps the old file when `body` throws.
  /// - Throws: `InputError` `.notFound` when the folder does not exist or cannot be written to.
  public static func write(
    _ path: String, _ body: (inout ReplacementFile) throws -> Void
  ) throws {
    var file = try ReplacementFile(path)
    do {
      try body(&file)
      try file.commit()
    } catch {
      file.discard()
      throw error
    }
  }

  private init(_ path: String) throws {
    self.path = path
    let url = URL(fileURLWithPath: path)
    let neighbour = ".\(url.lastPathComponent).\(getpid()).partial"
    temporaryPath = url.deletingLastPathComponent().appendingPathComponent(neighbour).path
    let descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw InputError(.notFound, at: path, "cannot be written: \(String(cString: strerror(errno)))")
    }
    sink = DescriptorSink(descriptor: descriptor, name: path)
    unfinishedFiles.withLock { _ = $0.insert(temporaryPath) }
  }

  public func write(_ bytes: [UInt8]) throws { try sink.write(bytes) }

  private func commit() throws {
    close(sink.descriptor)
    guard rename(temporaryPath, path) == 0 else {
      throw InputError(at: path, "cannot be replaced: \(String(cString: strerror(errno)))")
    }
    unfinishedFiles.withLock { _ = $0.remove(temporaryPath) }
  }

  private func discard() {
    close(sink.descriptor)
    unlink(temporaryPath)
    unfinishedFiles.withLock { _ = $0.remove(temporaryPath) }
  }

  /// Removes what an interrupted program has begun and not finished. For the handler of Ctrl-C, just before exit.
  public static func discardUnfinished() {
    unfinishedFiles.withLock { paths in
      for path in paths { unlink(path) }
      paths.removeAll()
    }
  }
}

private let unfinishedFiles = Mutex<Set<String>>([])
