/// Why a program could not be played to its end.
public struct MachineError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: String, Sendable {
    /// A command the machine has no way to execute (wrong engine, wrong memory, unknown precision).
    case impossibleCommand = "impossible command"
    /// A view that reaches outside its memory.
    case outOfBounds = "outside the memory"
    /// No event is left while commands wait.
    case deadlock
  }

  public var kind: Kind
  /// The command it is about, if it is about one.
  public var command: Int?
  public var text: String

  public init(_ kind: Kind, command: Int? = nil, _ text: String) {
    self.kind = kind
    self.command = command
    self.text = text
  }

  public var description: String { "\(kind.rawValue): \(text)" }
}
