import EventSimulation

/// A search for the whole Pareto front: NSGA-II (Deb et al. 2002) over everything evaluated so far, with steps to the
/// neighbours of the front (Pareto local search: Paquete, Chiarandini and Stützle, "Pareto local optimum sets in the
/// biobjective traveling salesman problem", 2004), since parameters of chips are ordered and fronts hang together.
///
/// No point is asked for twice: evaluations are far more expensive than the search.
public struct EvolutionarySearch: DesignSearch {
  /// How many of the best evaluations are parents.
  static let parentCount = 40

  private let space: DesignSpace
  private var untried: UntriedPoints
  private var random: SeededGenerator
  /// The best evaluations so far, by front and crowding: `parentCount` of them, or the whole first front.
  private var parents: [Evaluation] = []
  private var ranking = ParetoRanking([])
  private var firstPointsAsked = 0

  public init(space: DesignSpace, seed: UInt64) {
    self.space = space
    untried = UntriedPoints(space: space)
    random = SeededGenerator(seed: seed)
  }

  public mutating func nextPoints(limit: Int) -> [[Int]] {
    (0..<max(0, limit)).compactMap { _ in nextPoint() }
  }

  private mutating func nextPoint() -> [Int]? {
    if firstPointsAsked < Self.parentCount || parents.count < 2 {
      firstPointsAsked += 1
      return untried.draw(&random)
    }
    // A child may have been tried already; after some attempts a step anywhere brings something new.
    for _ in 0..<50 {
      let child = random.happens(1, in: 2) ? neighbourOfTheFront() : child()
      if let child, untried.take(child) { return child }
    }
    return untried.draw(&random)
  }

  public mutating func learn(_ evaluations: [Evaluation]) {
    let all = parents + evaluations
    let ranking = ParetoRanking(all)
    let order = all.indices.sorted { left, right in
      if ranking.isBetter(left, right) { return true }
      return !ranking.isBetter(right, left) && left < right
    }
    let frontCount = ranking.front.count { $0 == 0 }
    parents = order.prefix(max(Self.parentCount, frontCount)).map { all[$0] }
    self.ranking = ParetoRanking(parents)
  }

  private mutating func neighbourOfTheFront() -> [Int]? {
    let front = parents.indices.filter { ranking.front[$0] == 0 }
    let neighbours = space.neighbours(of: parents[front[random.below(front.count)]].point)
    return neighbours.isEmpty ? nil : neighbours[random.below(neighbours.count)]
  }

  /// A child of two parents, each the better of two drawn: each parameter from either, now and then another value.
  private mutating func child() -> [Int] {
    let first = parents[tournament()].point
    let second = parents[tournament()].point
    var child = first.indices.map { random.happens(1, in: 2) ? first[$0] : second[$0] }
    for parameter in child.indices where random.happens(1, in: space.valueCounts.count) {
      child[parameter] = mutated(child[parameter], of: space.valueCounts[parameter])
    }
    return child
  }

  private mutating func tournament() -> Int {
    let left = random.below(parents.count)
    let right = random.below(parents.count)
    return ranking.isBetter(right, left) ? right : left
  }

  /// Mostly a step to a neighbouring value, sometimes any value.
  private mutating func mutated(_ index: Int, of count: Int) -> Int {
    guard random.happens(2, in: 3) else { return random.below(count) }
    return min(count - 1, max(0, index + (random.happens(1, in: 2) ? 1 : -1)))
  }
}
