import Documents
import Foundation

extension RunJSON {
  /// Files larger than this are refused.
  private static let maximumBytes = 1 << 30

  /// - Throws: `InputError` `.notFound` when the file cannot be read; `.badData` with the place when it is no run.
  public static func read(_ file: String) throws -> RunJSON {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw InputError(.notFound, at: file, "cannot be read")
    }
    guard data.count <= maximumBytes else {
      throw InputError(at: file, "is \(data.count) bytes long", remedy: "at most \(maximumBytes) are read")
    }
    let run: RunJSON
    do {
      run = try JSONDecoder().decode(RunJSON.self, from: data)
    } catch let error as DecodingError {
      throw InputError(
        at: file + error.place, error.reason, remedy: "expected a file of tilewright run --json")
    }
    guard run.format == currentFormat else {
      throw InputError(
        at: "\(file): format", "is \(run.format)", remedy: "this version reads \(currentFormat)")
    }
    return run
  }
}

extension DecodingError {
  fileprivate var context: Context {
    switch self {
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
      .dataCorrupted(let context):
      context
    @unknown default: Context(codingPath: [], debugDescription: "cannot be decoded")
    }
  }

  fileprivate var place: String {
    let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
    return path.isEmpty ? "" : ": " + path.trimmingPrefix(".")
  }

  fileprivate var reason: String {
    switch self {
    case .keyNotFound(let key, _): "has no “\(key.stringValue)”"
    case .dataCorrupted: "is no JSON document"
    default: "is not what it should be: \(context.debugDescription)"
    }
  }
}
