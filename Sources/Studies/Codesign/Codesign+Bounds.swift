import Search

extension Codesign {
  /// What a point is worth at its bound, when that is proof enough that it is on no front: it breaks a condition there, or
  /// a design that was simulated beats it there; nil when it has to be simulated, and for what needs no simulation.
  func hopeless(_ point: [Int], beside evaluations: [Evaluation]) -> Evaluation? {
    let index = space.number(of: point)
    guard let metrics = sweep.ranges(of: index) else { return nil }
    let cells = sweep.table.points[index].cells
    let range: (String) -> ClosedRange<Double>? = { [paths] name in
      guard let parameter = paths.firstIndex(of: name) else { return metrics[name] }
      return Double(cells[parameter + 2]).map { $0...$0 }
    }
    let broken = conditions.filter { $0.isImpossible(within: range) }
    let bound = Evaluation(
      point: point, objectives: objectives.map { Self.optimum(of: $0, in: range) },
      violation: broken.reduce(0) { sum, condition in
        sum + max(.ulpOfOne, condition.breach { range($0)?.lowerBound })
      })
    guard bound.isFeasible else { return bound }
    return evaluations.contains { $0.isFeasible && $0.dominates(bound) } ? bound : nil
  }

  /// The best that a goal may come to, as an objective.
  private static func optimum(
    of goal: StudyGoal, in range: (String) -> ClosedRange<Double>?
  ) -> Double {
    switch goal.direction {
    case .minimize: range(goal.metric)?.lowerBound ?? -.infinity
    case .maximize: range(goal.metric).map { -$0.upperBound } ?? -.infinity
    }
  }
}
