/// How good evaluations are beside each other: the front they belong to, and how alone they stand on it.
public struct ParetoRanking: Sendable {
  /// 0 for what nothing dominates, 1 for what only the front 0 dominates, and so on; one for each evaluation.
  public private(set) var front: [Int]
  /// The crowding distance on its front, infinite at the ends of an objective.
  public private(set) var crowding: [Double]

  /// Ranks by non-dominated sorting and crowding distance (Deb et al. 2002, section III).
  /// - Complexity: quadratic in the number of evaluations.
  public init(_ evaluations: [Evaluation]) {
    front = Self.fronts(of: evaluations)
    crowding = [Double](repeating: 0, count: evaluations.count)
    let members = Dictionary(grouping: evaluations.indices, by: { [front] in front[$0] })
    for (_, members) in members { measureCrowding(of: members, in: evaluations) }
  }

  /// Whether the evaluation at `left` is to be kept before the one at `right`.
  public func isBetter(_ left: Int, _ right: Int) -> Bool {
    if front[left] != front[right] { return front[left] < front[right] }
    return crowding[left] > crowding[right]
  }

  private static func fronts(of evaluations: [Evaluation]) -> [Int] {
    var dominated = [[Int]](repeating: [], count: evaluations.count)
    var dominators = [Int](repeating: 0, count: evaluations.count)
    for left in evaluations.indices {
      for right in evaluations.indices.dropFirst(left + 1) {
        if evaluations[left].dominates(evaluations[right]) {
          dominated[left].append(right)
          dominators[right] += 1
        } else if evaluations[right].dominates(evaluations[left]) {
          dominated[right].append(left)
          dominators[left] += 1
        }
      }
    }
    var fronts = [Int](repeating: 0, count: evaluations.count)
    var current = evaluations.indices.filter { dominators[$0] == 0 }
    var rank = 0
    while !current.isEmpty {
      var next: [Int] = []
      for member in current {
        fronts[member] = rank
        for other in dominated[member] {
          dominators[other] -= 1
          if dominators[other] == 0 { next.append(other) }
        }
      }
      current = next
      rank += 1
    }
    return fronts
  }

  private mutating func measureCrowding(of members: [Int], in evaluations: [Evaluation]) {
    guard let first = members.first else { return }
    for objective in evaluations[first].objectives.indices {
      let value = { evaluations[$0].objectives[objective] }
      let sorted = members.sorted { (value($0), $0) < (value($1), $1) }
      guard let low = sorted.first, let high = sorted.last else { return }
      crowding[low] = .infinity
      crowding[high] = .infinity
      let span = value(high) - value(low)
      guard span > 0, span.isFinite else { continue }
      for place in sorted.indices.dropFirst().dropLast() {
        crowding[sorted[place]] += (value(sorted[place + 1]) - value(sorted[place - 1])) / span
      }
    }
  }
}

extension Collection where Element == Evaluation {
  /// Those feasible ones that nothing dominates, in the order of this collection; of equals the first.
  public var paretoFront: [Evaluation] {
    var front: [Evaluation] = []
    for candidate in self where candidate.isFeasible {
      if front.contains(where: { $0.objectives == candidate.objectives || $0.dominates(candidate) }) {
        continue
      }
      front.removeAll { candidate.dominates($0) }
      front.append(candidate)
    }
    return front
  }
}
