import Foundation
import Synchronization

/// A file that replaces the old one whole or not at all: bytes go to a neighbour, which takes the name in one step
/// when everything has been written.
///
/// Links are followed and permissions kept. Pipes, terminals and devices are not replaced: bytes go straight to them.
public struct ReplacementFile: ByteSink {
  private static let permissionsOfNewFiles: UInt32 = 0o644

  /// nil where nothing is replaced.
  private let replacement: Replacement?
  private let sink: DescriptorSink

  private struct Replacement {
    var path: String
    var temporaryPath: String
  }

  /// Calls `body` with the open file; keeps the old file when `body` throws.
  /// - Throws: `InputError` `.notFound` when the file cannot be written, as `OutputTarget` does.
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
    let descriptor: Int32
    switch try OutputTarget(path) {
    case .stream(let stream):
      replacement = nil
      descriptor = open(stream, O_WRONLY | O_CLOEXEC)
    case .descriptor(let number):
      replacement = nil
      descriptor = dup(number)
    case .file(let file, let permissions):
      let new = Replacement(path: file, temporaryPath: Self.neighbour(of: file))
      replacement = new
      descriptor = open(new.temporaryPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
      if descriptor >= 0 {
        unfinishedFiles.withLock { _ = $0.insert(new.temporaryPath) }
        fchmod(descriptor, mode_t(permissions ?? Self.permissionsOfNewFiles))
      }
    }
    guard descriptor >= 0 else {
      throw InputError(.notFound, at: path, "cannot be written: \(String(cString: strerror(errno)))")
    }
    sink = DescriptorSink(descriptor: descriptor, name: path)
  }

  private static func neighbour(of path: String) -> String {
    let name = ".\((path as NSString).lastPathComponent).\(getpid()).partial"
    return ((path as NSString).deletingLastPathComponent as NSString).appendingPathComponent(name)
  }

  public func write(_ bytes: [UInt8]) throws { try sink.write(bytes) }

  public func write(_ bytes: UnsafeRawBufferPointer) throws { try sink.write(bytes) }

  private func commit() throws {
    guard let replacement else {
      close(sink.descriptor)
      return
    }
    guard rename(replacement.temporaryPath, replacement.path) == 0 else {
      throw InputError(at: sink.name, "cannot be replaced: \(String(cString: strerror(errno)))")
    }
    close(sink.descriptor)
    forget(replacement)
  }

  private func discard() {
    close(sink.descriptor)
    guard let replacement else { return }
    unlink(replacement.temporaryPath)
    forget(replacement)
  }

  private func forget(_ replacement: Replacement) {
    unfinishedFiles.withLock { _ = $0.remove(replacement.temporaryPath) }
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
