/// What decides between ways to lay a model out.
public enum PlanChoice: String, Sendable, CaseIterable {
  /// The mapper's estimates.
  case estimated
  /// Simulated runs of those that are best by estimate.
  case simulated
}
