import Documents
import Foundation
import Synchronization

/// Results on disk, appended one by one as they come: what was written stays, whatever happens next.
///
/// A file of lines; each begins with a checksum of its rest. Opening a journal cuts off what a sudden end left behind
/// the last whole line and passes over lines that are not what was written. An append returns when the bytes are on
/// the disk; one that does not succeed (disk full) leaves no trace.
public final class ResultJournal: Sendable {
  public let path: String
  /// By key, as of the opening.
  public let known: [String: EvaluationOutcome]
  /// Lines that were passed over.
  public let damagedLines: Int
  private let file: Mutex<OpenFile>

  private struct OpenFile {
    var descriptor: Int32
    /// Bytes that are whole lines.
    var length: Int
  }

  /// Opens a journal to add to it.
  /// - Parameter keeps: whether results that it holds are kept.
  /// - Throws: `InputError` when it cannot be written, or when another process writes it.
  public init(_ path: String, keeps: Bool) throws {
    self.path = path
    let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Self.problem(path, "cannot be written") }
    do {
      var status = stat()
      guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        throw InputError(at: path, "is no ordinary file", remedy: "results are kept in one")
      }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        throw InputError(
          at: path, "is being written by another sweep",
          remedy: "wait for it, or give each its own --csv")
      }
      if !keeps, ftruncate(descriptor, 0) != 0 { throw Self.problem(path, "cannot be written") }
      let contents = try JournalContents.read(path)
      guard ftruncate(descriptor, off_t(contents.wholeBytes)) == 0 else {
        throw Self.problem(path, "cannot be written")
      }
      known = contents.outcomes
      damagedLines = contents.damagedLines
      file = Mutex(OpenFile(descriptor: descriptor, length: contents.wholeBytes))
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// What an earlier sweep left in a journal; nil when there is none, or nothing in it.
  public static func summary(
    of path: String
  ) throws -> (study: String, results: Int, keys: Set<String>, isFinished: Bool)? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let contents = try JournalContents.read(path)
    guard !contents.outcomes.isEmpty else { return nil }
    return (
      contents.table?.study ?? "?", contents.outcomes.count, Set(contents.outcomes.keys),
      contents.isFinished
    )
  }

  deinit { file.withLock { _ = close($0.descriptor) } }

  /// - Throws: `InputError` when the disk takes no more.
  public func append(_ outcome: EvaluationOutcome, key: String) throws {
    try append(JournalLine.result(key: key, outcome))
  }

  func append(_ line: JournalLine) throws {
    let bytes = line.bytes
    try file.withLock { file in
      do {
        try Self.write(bytes, to: file.descriptor, path)
        guard fdatasync(file.descriptor) == 0 else { throw Self.problem(path, "cannot be written") }
      } catch {
        _ = ftruncate(file.descriptor, off_t(file.length))
        throw error
      }
      file.length += bytes.count
    }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      guard written > 0 || errno == EINTR else { throw problem(path, "cannot be written") }
      rest = rest.dropFirst(max(0, written))
    }
  }

  /// Holds off every append for good: for the moment before the process ends.
  public func seal<Result>(_ body: () throws -> Result) rethrows -> Result {
    try file.withLock { _ in try body() }
  }

  private static func problem(_ path: String, _ reason: String) -> InputError {
    InputError(at: path, "\(reason): \(String(cString: strerror(errno)))")
  }
}

/// What stands in a journal.
struct JournalContents {
  var outcomes: [String: EvaluationOutcome] = [:]
  /// The latest one.
  var table: SweepTable?
  /// Whether the sweep that wrote the latest table ran all its points.
  var isFinished = false
  var damagedLines = 0
  /// Up to the end of the last whole line.
  var wholeBytes = 0

  /// - Throws: `InputError` `.notFound` when the file cannot be read.
  static func read(_ path: String) throws -> JournalContents {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw InputError(.notFound, at: path, "no such file, or it cannot be read")
    }
    var contents = JournalContents()
    data.withUnsafeBytes { bytes in
      var start = 0
      while let end = bytes[start...].firstIndex(of: JournalLine.newline) {
        contents.add(JournalLine(bytes[start..<end]))
        start = end + 1
      }
      contents.wholeBytes = start
    }
    return contents
  }

  private mutating func add(_ line: JournalLine?) {
    switch line {
    case .result(let key, let outcome)?: outcomes[key] = outcome
    case .table(let newer)?: (table, isFinished) = (newer, false)
    case .finished?: isFinished = true
    case nil: damagedLines += 1
    }
  }
}

/// A line of a journal: checksum, kind, and fields, with tabs between them.
enum JournalLine {
  case result(key: String, EvaluationOutcome)
  case table(SweepTable)
  /// Every point of the latest table that was to be run has its result.
  case finished

  static let newline = UInt8(ascii: "\n")
  private static let tab = UInt8(ascii: "\t")

  var bytes: [UInt8] {
    let body = fields.map(Self.escaped).joined(separator: "\t")
    return [UInt8]("\(StableHash(of: body).short)\t\(body)\n".utf8)
  }

  private var fields: [String] {
    switch self {
    case .result(let key, let outcome):
      let metrics = outcome.metrics.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      return ["result", key, outcome.status.rawValue, outcome.error] + metrics
    case .table(let table): return ["table"] + table.fields
    case .finished: return ["finished"]
    }
  }

  /// nil for a line that is not what was written.
  init?(_ bytes: Slice<UnsafeRawBufferPointer>) {
    guard let tab = bytes.firstIndex(of: Self.tab) else { return nil }
    let body = bytes[(tab + 1)...]
    var hash = StableHash()
    hash.combine(UnsafeRawBufferPointer(rebasing: body))
    guard hash.short.utf8.elementsEqual(bytes[..<tab]) else { return nil }
    let texts = body.split(separator: Self.tab, omittingEmptySubsequences: false).map {
      String(validating: $0, as: UTF8.self)
    }
    let fields = texts.compactMap { $0.map(Self.unescaped) }
    guard fields.count == texts.count else { return nil }
    switch fields[0] {
    case "result":
      guard fields.count >= 4, let status = EvaluationOutcome.Status(rawValue: fields[2]) else {
        return nil
      }
      var metrics: [String: String] = [:]
      for field in fields[4...] {
        guard let sign = field.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        metrics[String(field[..<sign])] = String(field[field.index(after: sign)...])
      }
      self = .result(key: fields[1], EvaluationOutcome(status, error: fields[3], metrics: metrics))
    case "table":
      guard let table = SweepTable(fields: fields.dropFirst()) else { return nil }
      self = .table(table)
    case "finished": self = .finished
    default: return nil
    }
  }

  private static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\\") }) else { return text }
    return text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(
      of: "\t", with: "\\t"
    )
    .replacingOccurrences(of: "\n", with: "\\n").replacingOccurrences(of: "\r", with: "\\r")
  }

  private static func unescaped(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "\\")) else { return text }
    var result = ""
    var isEscaped = false
    for character in text {
      if isEscaped {
        result.append(
          character == "t" ? "\t" : character == "n" ? "\n" : character == "r" ? "\r" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        result.append(character)
      }
    }
    return result
  }
}
