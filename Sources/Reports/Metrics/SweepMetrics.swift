import Studies

/// What a sweep keeps of every run: the figures of `runMetrics`, in their order.
public let evaluationMetrics = EvaluationMetrics(names: runMetrics.map(\.name)) { result in
  let run = RunRow(result)
  return Dictionary(uniqueKeysWithValues: runMetrics.map { ($0.name, $0.value(run).plainText) })
}

/// The columns that a row of a sweep has besides its parameters and `runMetrics`.
public let sweepMetrics: [Metric<SweepTable.Row>] = [
  Metric(
    "status",
    "ok; skipped: a condition forbids the point, it was not run; unbuildable: there is no such chip; infeasible: it ran "
      + "and breaks a condition on its metrics; failed: the run ended in an error."
  ) { .text($0.outcome.status.rawValue) },
  Metric("error", "Why the status is not ok; empty otherwise.") { .text($0.outcome.error) },
]
