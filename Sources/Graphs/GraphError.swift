import Documents

/// What is wrong with a graph, before it is known at which node. The graph adds the node's name and makes it an
/// `InputError`.
public struct GraphError: Error, Hashable, Sendable {
  public var reason: String
  public var remedy: String?
  /// The input whose value would have to be known before the run; nil when knowing values would not help.
  public var neededInput: Int?

  public init(_ reason: String, remedy: String? = nil, neededInput: Int? = nil) {
    self.reason = reason
    self.remedy = remedy
    self.neededInput = neededInput
  }
}
