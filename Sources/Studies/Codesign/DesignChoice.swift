import Search

/// The one design of a front that is recommended where nobody says which goal matters more: it is nearest to the best
/// of every goal at once, each measured from the best (0) to the worst (1) on the front (compromise programming:
/// Yu, "A class of solutions for group decision problems", Management Science 19(8), 1973).
public struct DesignChoice: Sendable, Hashable {
  /// Position in the front.
  public var member: Int
  /// By goal: what the chosen one has, and the best and the worst on the front; as objectives, which are made small.
  public var chosen: [Double]
  public var best: [Double]
  public var worst: [Double]

  /// nil for an empty front.
  public init?(front: [Evaluation]) {
    guard let first = front.first else { return nil }
    let goals = first.objectives.indices
    best = goals.map { goal in front.map { $0.objectives[goal] }.min() ?? 0 }
    worst = goals.map { goal in front.map { $0.objectives[goal] }.max() ?? 0 }
    let (best, worst) = (best, worst)
    let distances = front.map { design in
      goals.reduce(0) { sum, goal in
        let span = worst[goal] - best[goal]
        let lost = span > 0 ? (design.objectives[goal] - best[goal]) / span : 0
        return sum + lost * lost
      }
    }
    guard let nearest = distances.indices.min(by: { (distances[$0], $0) < (distances[$1], $1) }) else {
      return nil
    }
    member = nearest
    chosen = front[nearest].objectives
  }
}
