/// What came of one conformance case.
public struct ConformanceResult: Sendable, Hashable {
  public enum Outcome: String, Sendable, Hashable, CaseIterable {
    case pass, fail
    /// An operator of the model is unknown.
    case unsupported
  }
  public var test: String
  /// The model's operator; `several` when it has more than one kind.
  public var operation: String
  /// Version of the standard's operator set; nil when the file cannot be read.
  public var opset: Int?
  public var outcome: Outcome
  /// Why it is no pass; empty for a pass.
  public var reason: String
}
