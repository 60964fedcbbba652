import Studies

/// Columns of `tilewright validate --csv`, one row per figure.
public let validationMetrics: [Metric<ValidationRow>] = [
  Metric("subject", "What was measured: a model, a layer, a trace.") { .text($0.subject) },
  Metric("quantity", "Which figure of it, with its unit.") { .text($0.quantity) },
  Metric("ours", "Tilewright's figure.") { known($0.ours, $0) },
  Metric("reference", "The figure it is held against.") { known($0.reference, $0) },
  Metric("difference", "How far apart they are, in the measure that the quantity names.") {
    known($0.difference, $0)
  },
  Metric("bound", "The largest difference that holds.") { .decimal($0.bound) },
  Metric("verdict", "`pass`, `FAIL`, or why there is no figure.") {
    .text($0.verdict)
  },
]

private func known(_ value: Double, _ row: ValidationRow) -> Cell {
  row.isMeasured ? .decimal(value) : .unknown
}
