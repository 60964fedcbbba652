import Search

/// How much of what all points hold a search finds with few of them, beside the controls.
public struct SearchComparison: Sendable {
  public struct Row: Sendable, Hashable {
    public var strategy: SearchStrategy
    public var seed: UInt64
    public var evaluations: Int
    /// Points whose bounds said enough.
    public var passedOver: Int
    /// Hypervolume over that of all points.
    public var hypervolumeFraction: Double
  }

  /// Where all of the front is equal in a goal: a span that 64 bits can tell from nothing.
  private static let leastSpan = 1e-9

  public private(set) var rows: [Row] = []
  /// All points of the space.
  public let pointCount: Int
  /// Members of the true front.
  public let frontCount: Int

  /// Simulates every point, passing over none, then lets each strategy search with each seed.
  /// The reference point is the worst of each goal on the true front, a tenth of its span further: the ends count, too.
  /// nil when the sweep was stopped.
  /// - Throws: as `Codesign.run`.
  public init?(
    _ codesign: Codesign, evaluations: Int, seeds: ClosedRange<UInt64>, jobs: Int,
    progress: ((Int) -> Void)? = nil
  ) throws {
    pointCount = codesign.space.pointCount
    guard
      let all = try codesign.run(
        .exhaustive, evaluations: pointCount, seed: 0, jobs: jobs, passesOver: false, progress: progress)
    else { return nil }
    let front = all.front.map { all.evaluations[$0] }
    frontCount = front.count
    guard let choice = DesignChoice(front: front) else { return }
    let reference = zip(choice.best, choice.worst).map { best, worst in
      worst + max(0.1 * (worst - best), Self.leastSpan * max(1, abs(worst)))
    }
    func volume(_ evaluations: [Evaluation]) -> Double {
      hypervolume(of: evaluations.paretoFront.map(\.objectives), below: reference)
    }
    let whole = volume(front)
    for strategy in [SearchStrategy.evolutionary, .random] {
      for seed in seeds {
        guard let found = try codesign.run(strategy, evaluations: evaluations, seed: seed, jobs: jobs) else {
          return nil
        }
        rows.append(
          Row(
            strategy: strategy, seed: seed, evaluations: found.rows.count, passedOver: found.passedOver.count,
            hypervolumeFraction: volume(found.evaluations) / whole))
      }
    }
  }

  /// Of the seeds of a strategy; the lower one of two in the middle.
  public func median<Figure: Comparable>(_ figure: (Row) -> Figure, of strategy: SearchStrategy) -> Figure? {
    rows.filter { $0.strategy == strategy }.map(figure).middle?.lower
  }
}
