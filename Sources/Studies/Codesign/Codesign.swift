import Documents
import Search

/// Searches the points of a study for the designs that nothing beats in all of its goals at once.
///
/// The study's grid is the space: chips, then the values of its parameters, be they figures of the chip, precision, or
/// options of the model. Answers come from a `Sweep`, so they are kept and never computed twice.
///
/// Two fidelities: before a point is simulated, its bound is looked at (`RunBound`, and the accuracy, which needs no chip).
/// A point that breaks a condition even there, or that a design already found beats even there, is passed over: it can be
/// on no front.
public struct Codesign: Sendable {
  public let space: DesignSpace
  let sweep: Sweep
  let objectives: [StudyGoal]
  let conditions: [Constraint]
  let paths: [String]

  /// How many points are asked for between two looks at the answers; the same for any number of jobs, so that these do
  /// not change what is found.
  private static let batch = 20

  /// - Throws: `InputError` for a study without goals, of several models, or sampled rather than a grid.
  public init(_ sweep: Sweep) throws {
    let study = sweep.plan.study
    guard !study.goals.isEmpty else {
      throw study.document.error(
        "has no goals", remedy: "add such as \"goals\": {\"elapsed_ns\": \"minimize\"}")
    }
    guard study.models.count == 1 else {
      throw study.document.child("models").error("a design is made for one model", remedy: "name one")
    }
    guard study.sampling.method == .grid else {
      throw study.document.child("sampling").error(
        "a search chooses the points itself", remedy: "leave it out")
    }
    do {
      space = try DesignSpace(
        valueCounts: [study.chips.count] + study.dimensions.map { study.parameters[$0[0]].values.count })
    } catch {
      throw study.document.error("has no points that could be searched")
    }
    self.sweep = sweep
    objectives = study.goals
    conditions = study.constraints.filter(study.isOnMetrics)
    paths = study.parameters.map(\.path)
  }

  /// What a search found.
  public struct Outcome: Sendable {
    /// Every point that was asked for, in the order of asking.
    public var rows: [SweepTable.Row]
    public var evaluations: [Evaluation]
    /// Positions of the feasible rows that nothing dominates, best first in the first goal.
    public var front: [Int]
    /// Points that were not simulated, since their bounds say enough.
    public var passedOver = PassedOver()
  }

  /// Points that were not simulated, and why.
  public struct PassedOver: Sendable, Hashable {
    /// Their bounds break a condition.
    public var infeasible = 0
    /// A design that was simulated is better than their bounds.
    public var dominated = 0

    public var count: Int { infeasible + dominated }

    mutating func count(_ bound: Evaluation) {
      if bound.isFeasible { dominated += 1 } else { infeasible += 1 }
    }
  }

  /// Asks for points until so many have been evaluated, or all; nil when the sweep was stopped.
  /// - Parameter passesOver: whether points are left out whose bounds say that they are on no front.
  /// - Throws: `InputError` when a result cannot be written, or when a goal's metric is unknown for every point.
  public func run(
    _ strategy: SearchStrategy, evaluations limit: Int, seed: UInt64, jobs: Int, passesOver: Bool = true,
    progress: ((Int) -> Void)? = nil
  ) throws -> Outcome? {
    var search = strategy.search(of: space, seed: seed)
    var found = Outcome(rows: [], evaluations: [], front: [])
    while found.rows.count < limit {
      let points = search.nextPoints(limit: min(Self.batch, limit - found.rows.count))
      if points.isEmpty { break }
      let bounds = points.map { passesOver ? hopeless($0, beside: found.evaluations) : nil }
      for bound in bounds.compactMap({ $0 }) { found.passedOver.count(bound) }
      let simulated = points.indices.filter { bounds[$0] == nil }.map { points[$0] }
      guard let answers = try sweep.rows(of: simulated.map(space.number), jobs: jobs) else { return nil }
      let learned = zip(simulated, answers).map { evaluation(of: $1, at: $0) }
      search.learn(bounds.compactMap { $0 } + learned)
      found.rows += answers
      found.evaluations += learned
      progress?(found.rows.count)
    }
    try checkGoals(found.rows)
    found.front = front(of: found.evaluations)
    return found
  }

  private func front(of evaluations: [Evaluation]) -> [Int] {
    let points = Set(evaluations.paretoFront.map(\.point))
    return evaluations.indices.filter { points.contains(evaluations[$0].point) }
      .sorted { evaluations[$0].objectives.lexicographicallyPrecedes(evaluations[$1].objectives) }
  }

  private func evaluation(of row: SweepTable.Row, at point: [Int]) -> Evaluation {
    let values = objectives.map { goal in
      row.outcome.number(goal.metric).map { goal.direction == .minimize ? $0 : -$0 }
    }
    let known = values.compactMap { $0 }
    let isKnown = known.count == values.count
    return Evaluation(
      point: point, objectives: isKnown ? known : values.map { _ in .infinity },
      violation: isKnown ? violation(of: row) : .infinity)
  }

  /// The sum of how far conditions are missed, each relative to its limit; infinite for what could not be run.
  private func violation(of row: SweepTable.Row) -> Double {
    switch row.outcome.status {
    case .ok: 0
    case .skipped, .unbuildable, .failed: .infinity
    case .infeasible:
      conditions.reduce(0) { sum, condition in
        sum
          + condition.breach { name in
            if let index = paths.firstIndex(of: name) { return Double(row.point.cells[index + 2]) }
            return row.outcome.number(name)
          }
      }
    }
  }

  /// A goal that no run has a figure for would make every design as good as the other.
  private func checkGoals(_ rows: [SweepTable.Row]) throws {
    let ran = rows.filter { $0.outcome.status == .ok || $0.outcome.status == .infeasible }
    for goal in objectives where !ran.isEmpty && ran.allSatisfy({ $0.outcome.number(goal.metric) == nil }) {
      throw sweep.plan.study.document.child("goals").child(goal.metric).error(
        "no run of this study has this figure")
    }
  }
}
