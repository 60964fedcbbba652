import Studies

/// Columns of `tilewright validate published --csv`, one row per published figure.
public let publishedMetrics: [Metric<PublishedRow>] = [
  Metric("machine", "The machine, and how its figures were had.") { .text($0.machine) },
  Metric("subject", "What ran on it.") { .text($0.subject) },
  Metric("quantity", "The figure, with its unit.") { .text($0.quantity) },
  Metric("ours", "Tilewright's figure.") { .decimal($0.ours) },
  Metric("published", "The figure it is held against.") { .decimal($0.published) },
  Metric("error_percent", unit: "%", "Ours over the published figure, less one.") {
    .decimal(100 * $0.error)
  },
  Metric("source", "Paper and table of the published figure.") { .text($0.source) },
  Metric("remark", "What the paper leaves open or the model lacks; empty where errors are small.") {
    .text($0.isRemarkable ? $0.remark ?? "" : "")
  },
  Metric("kind", "What the figure tells: performance, or power and area.") { .text($0.kind.rawValue) },
]
