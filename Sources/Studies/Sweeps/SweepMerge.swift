import Documents

/// The journals of a study's shards, put together.
public struct SweepMerge: Sendable {
  public let table: SweepTable
  private let outcomes: [String: EvaluationOutcome]

  /// - Throws: `InputError` for journals of different studies, and for results that contradict each other.
  public init(journals: [String]) throws {
    var table: (value: SweepTable, path: String)?
    var outcomes: [String: EvaluationOutcome] = [:]
    for path in journals {
      let contents = try JournalContents.read(path)
      guard let own = contents.table else {
        throw InputError(
          at: path, "is no journal of a sweep",
          remedy: "name the files that sweep --shard writes, such as results.shard-1-of-3.journal")
      }
      if let table, table.value != own {
        throw InputError(
          at: path, "is of another study, or of another version of it, than \(table.path)",
          remedy: "run the shards again with --resume: what has not changed is kept")
      }
      table = table ?? (own, path)
      for (key, outcome) in contents.outcomes {
        if let other = outcomes.updateValue(outcome, forKey: key), other != outcome {
          throw InputError(at: path, "contradicts another journal on the result \(key)")
        }
      }
    }
    guard let table else { throw InputError(.usage, at: "merge", "names no journal") }
    self.table = table.value
    self.outcomes = outcomes
  }

  /// The rows whose results are there, in the order of the study.
  public var rows: [SweepTable.Row] { table.rows(outcomes) }

  /// Points that no journal has a result for.
  public var missing: [SweepTable.Point] {
    table.points.filter { $0.refusal == nil && outcomes[$0.key] == nil }
  }
}
