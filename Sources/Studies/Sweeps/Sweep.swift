import Documents
import Foundation
import Synchronization

/// Runs the points of a study that have no result yet, on several threads.
public final class Sweep: Sendable {
  public let plan: StudyPlan
  public let table: SweepTable
  private let evaluator: Evaluator
  private let journal: ResultJournal?
  private let state: Mutex<State>

  private struct State {
    var outcomes: [String: EvaluationOutcome]
    /// Points still to run, as positions in the plan; taken from the front.
    var pending: ArraySlice<Int>
    var finished = 0
    var failure: (any Error)?
    var isStopped = false
  }

  /// A part of the points: every `count`-th, beginning with the `index`-th, from 1.
  public struct Shard: Sendable, Hashable {
    public let index: Int
    public let count: Int

    public static let all = Shard(index: 1, count: 1)

    /// - Precondition: 1 ≤ index ≤ count.
    public init(index: Int, count: Int) {
      precondition(1...count ~= index)
      (self.index, self.count) = (index, count)
    }
  }

  /// - Parameters:
  ///   - journal: where results go as they come, and where earlier ones are; nil keeps them in memory.
  ///   - shard: the points that `run` runs; nil for none: a search asks for points with `rows(of:jobs:)`.
  /// - Throws: `InputError` when the journal cannot be written.
  public init(
    _ plan: StudyPlan, metrics: EvaluationMetrics, journal: ResultJournal? = nil, shard: Shard? = .all
  ) throws {
    self.plan = plan
    self.journal = journal
    evaluator = Evaluator(metrics: metrics)
    table = SweepTable(plan, metrics: metrics.names)
    let known = journal?.known ?? [:]
    let wanted = plan.points.indices.filter { index in
      shard.map { index % $0.count == $0.index - 1 } ?? false
    }
    state = Mutex(State(outcomes: known, pending: Self.unknown(wanted, in: plan, known)[...]))
    try journal?.append(.table(table))
  }

  /// Those points that have to be run, each result once.
  private static func unknown(
    _ points: [Int], in plan: StudyPlan, _ known: [String: EvaluationOutcome]
  ) -> [Int] {
    var taken: Set<String> = []
    return points.filter { index in
      let point = plan.points[index]
      return point.refusal == nil && known[point.key] == nil && taken.insert(point.key).inserted
    }
  }

  /// Points that are still to be run.
  public var pendingCount: Int { state.withLock { $0.pending.count } }

  /// How a sweep that is under way stands.
  public struct Progress: Sendable {
    public var finished: Int
    public var total: Int
  }

  /// Runs everything that is pending. Returns when it is done, or when `stop` was called.
  /// - Parameter progress: told after every point, on any thread; it may call `stop`.
  /// - Throws: `InputError` when a result cannot be written: those before it are safe.
  public func run(jobs: Int, progress: (@Sendable (Progress) -> Void)? = nil) throws {
    try work(jobs: jobs, progress)
    if pendingCount == 0 { try finish() }
  }

  /// The rows of some points, in the order asked; those without a result are run first. nil when `stop` was called.
  /// - Throws: as `run`.
  public func rows(of points: [Int], jobs: Int) throws -> [SweepTable.Row]? {
    state.withLock { $0.pending = Self.unknown(points, in: plan, $0.outcomes)[...] }
    try work(jobs: jobs, nil)
    return state.withLock { state in
      state.pending.isEmpty && !state.isStopped ? table.rows(of: points, state.outcomes) : nil
    }
  }

  /// Where the metrics of a point lie, without running it: lower bounds, and what is exact without a run. nil where
  /// there is nothing to say: the point is not run, its result is there, or its model does not run on its chip.
  func ranges(of index: Int) -> [String: ClosedRange<Double>]? {
    let point = plan.points[index]
    guard point.refusal == nil, state.withLock({ $0.outcomes[point.key] == nil }) else { return nil }
    return try? evaluator.ranges(plan.request(for: point))
  }

  /// Says in the journal that nothing is left to come back for.
  /// - Throws: as `run`.
  public func finish() throws { try journal?.append(.finished) }

  private func work(jobs: Int, _ progress: (@Sendable (Progress) -> Void)?) throws {
    let total = pendingCount
    let threads = (0..<min(jobs, total)).map { _ in
      WorkerThread { [self] in
        while let index = next() { finish(index, total, progress) }
      }
    }
    for thread in threads { thread.start() }
    for thread in threads { thread.join() }
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  private func next() -> Int? {
    state.withLock { $0.isStopped || $0.failure != nil ? nil : $0.pending.popFirst() }
  }

  private func finish(_ index: Int, _ total: Int, _ progress: (@Sendable (Progress) -> Void)?) {
    let point = plan.points[index]
    do {
      let outcome = evaluator.evaluate(try plan.request(for: point))
      try journal?.append(outcome, key: point.key)
      let finished = state.withLock { state in
        state.outcomes[point.key] = outcome
        state.finished += 1
        return state.finished
      }
      progress?(Progress(finished: finished, total: total))
    } catch {
      state.withLock { $0.failure = $0.failure ?? error }
    }
  }

  /// Begins no further point.
  public func stop() { state.withLock { $0.isStopped = true } }

  /// Does something while no result can be written: for the moment before the process ends.
  public func withResultsHeld(_ body: () -> Void) {
    if let journal { journal.seal(body) } else { body() }
  }

  /// The rows that are there, in the order of the study.
  public var rows: [SweepTable.Row] { table.rows(state.withLock { $0.outcomes }) }
}
