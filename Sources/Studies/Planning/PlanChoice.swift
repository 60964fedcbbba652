/// What decides between ways to lay a model out.
public enum PlanChoice: String, Sendable, CaseIterable {
  /// The mapper's estimates.
  case estimated
  /// The mapper's estimates, and slices (`Optimisation`) where a simulated run is shorter with them.
  case whatPays = "what-pays"
  /// Simulated runs of those that are best by estimate.
  case simulated
}
