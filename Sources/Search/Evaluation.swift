/// What is known of one point of a design space.
public struct Evaluation: Sendable, Hashable {
  public var point: [Int]
  /// What the search makes small, in the same order for every point; a goal to be made great stands here negated.
  public var objectives: [Double]
  /// By how much constraints are broken in sum: 0 for a design that may be built, infinite for one that cannot be.
  public var violation: Double

  public init(point: [Int], objectives: [Double], violation: Double = 0) {
    precondition(!violation.isNaN && violation >= 0, "a violation is an amount")
    self.point = point
    self.objectives = objectives
    self.violation = violation
  }

  public var isFeasible: Bool { violation == 0 }

  /// Whether nobody would take `other` if this one can be had: constrained domination (Deb et al., "A fast and
  /// elitist multiobjective genetic algorithm: NSGA-II", IEEE Trans. Evolutionary Computation 6(2), 2002, section VI).
  public func dominates(_ other: Evaluation) -> Bool {
    guard isFeasible && other.isFeasible else { return violation < other.violation }
    var isBetterInOne = false
    for (mine, others) in zip(objectives, other.objectives) {
      if mine > others { return false }
      if mine < others { isBetterInOne = true }
    }
    return isBetterInOne
  }
}
