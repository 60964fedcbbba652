/// A path into a document: `cores[*].matrix.rows`, `dram.channels`, `cores[0].clock`. `[*]` means every
/// element.
public struct JSONPath: Sendable, Hashable, CustomStringConvertible {
  enum Step: Hashable, Sendable {
    case key(String)
    case element(Int)
    case everyElement
  }

  public let description: String
  let steps: [Step]

  /// - Throws: `InputError` at `place` for anything that is not a path.
  public init(_ text: String, at place: String = "") throws {
    description = text
    steps = try text.split(separator: ".", omittingEmptySubsequences: false).flatMap { part in
      guard let steps = Self.steps(of: part) else {
        throw InputError(
          at: place, "“\(text)” is not a path",
          remedy: "write keys and list positions such as “cores[*].matrix.rows” or “cores[0].clock”")
      }
      return steps
    }
  }

  /// The steps of `key[0][*]`; nil when it is malformed.
  private static func steps(of part: Substring) -> [Step]? {
    let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
    guard !pieces[0].isEmpty, !pieces[0].contains("]") else { return nil }
    var steps: [Step] = [.key(String(pieces[0]))]
    for piece in pieces.dropFirst() {
      guard piece.hasSuffix("]") else { return nil }
      if piece == "*]" {
        steps.append(.everyElement)
      } else if let index = Int(piece.dropLast()), index >= 0 {
        steps.append(.element(index))
      } else {
        return nil
      }
    }
    return steps
  }
}
