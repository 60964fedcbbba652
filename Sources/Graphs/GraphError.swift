import Documents

/// What is wrong with a graph, before it is known at which node. The graph adds the node's name and makes it an
/// `InputError`.
public struct GraphError: Error, Hashable, Sendable {
  public var reason: String
  public var remedy: String?

  public init(_ reason: String, remedy: String? = nil) {
    self.reason = reason
    self.remedy = remedy
  }
}
