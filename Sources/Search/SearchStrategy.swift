import EventSimulation

/// How the points that are evaluated are chosen.
public enum SearchStrategy: String, Sendable, CaseIterable {
  /// Every point, in the order of their numbers.
  case exhaustive
  /// Points drawn without looking at any result: what a strategy has to beat.
  case random
  /// Non-dominated sorting with crossover, mutation and steps to neighbours of the front: `EvolutionarySearch`.
  case evolutionary
}

/// A search that is asked for points and told what they are worth, a batch at a time, so that the caller decides how
/// (and on how many processors) points are evaluated. The same seed and the same answers lead to the same questions.
public protocol DesignSearch {
  /// The next points to evaluate, none of them asked for before; empty when nothing is left.
  /// - Parameter limit: how many at most.
  mutating func nextPoints(limit: Int) -> [[Int]]
  /// - Parameter evaluations: of points that `nextPoints` gave.
  mutating func learn(_ evaluations: [Evaluation])
}

extension SearchStrategy {
  public func search(of space: DesignSpace, seed: UInt64) -> any DesignSearch {
    switch self {
    case .exhaustive: ExhaustiveSearch(space: space)
    case .random: RandomSearch(space: space, seed: seed)
    case .evolutionary: EvolutionarySearch(space: space, seed: seed)
    }
  }
}

/// Every point in turn.
public struct ExhaustiveSearch: DesignSearch {
  private let space: DesignSpace
  private var next = 0

  public init(space: DesignSpace) {
    self.space = space
  }

  public mutating func nextPoints(limit: Int) -> [[Int]] {
    let end = min(space.pointCount, next + max(0, limit))
    defer { next = end }
    return (next..<end).map(space.point)
  }

  public mutating func learn(_ evaluations: [Evaluation]) {}
}

/// Points drawn evenly, none twice.
public struct RandomSearch: DesignSearch {
  private var untried: UntriedPoints
  private var random: SeededGenerator

  public init(space: DesignSpace, seed: UInt64) {
    untried = UntriedPoints(space: space)
    random = SeededGenerator(seed: seed)
  }

  public mutating func nextPoints(limit: Int) -> [[Int]] {
    (0..<max(0, limit)).compactMap { _ in untried.draw(&random) }
  }

  public mutating func learn(_ evaluations: [Evaluation]) {}
}
