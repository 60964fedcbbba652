/// Something wrong with what the user gave: where, what, and what would be right.
public struct InputError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Int32, Sendable {
    /// Wrong arguments on the command line (exit code 64).
    case usage = 64
    /// A file whose content is wrong (exit code 65).
    case badData = 65
    /// A file or name that does not exist (exit code 66).
    case notFound = 66
  }

  public var kind: Kind
  /// File and place in it: a JSON path (`chips/x.json: cores[0].clock`) or a node of the graph.
  public var place: String
  public var reason: String
  /// What would be right, with the nearest valid name where there is one.
  public var remedy: String?

  public init(_ kind: Kind = .badData, at place: String, _ reason: String, remedy: String? = nil) {
    self.kind = kind
    self.place = place
    self.reason = reason
    self.remedy = remedy
  }

  public var exitCode: Int32 { kind.rawValue }

  public var description: String {
    let text = place.isEmpty ? reason : "\(place): \(reason)"
    return remedy.map { "\(text); \($0)" } ?? text
  }
}
