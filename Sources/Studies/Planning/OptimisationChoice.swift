/// Words for optimisations that `Optimisation` does not know, as they decide between its own.
public enum OptimisationChoice {
  /// Each is tried, and what makes a simulated run shorter is kept (`PlanChoice.whatPays`).
  public static let automatic = "auto"
}
