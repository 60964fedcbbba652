import Mapping

/// How operators are divided over cores, and what the mapper thought of the other ways.
let splitMetrics: [Metric<OperatorRow>] = [
  Metric(
    "split",
    "What the cores divide among themselves: batch, channels, rows or reduction, several with a plus between them; pipeline "
      + "where every core has other operators; none for one core alone. Empty for what is not computed in parts."
  ) { row in row.plan.split.chosen.map { .text($0.split.description) } ?? .unknown },
  Metric(
    "split_estimates",
    "Estimated cost in cycles of every way to divide the operator, the cheapest first, as rows=120 channels=135."
  ) { row in
    let ways = row.plan.split.alternatives
    return ways.isEmpty
      ? .unknown : .text(ways.map { "\($0.split)=\(Int($0.cost.rounded(.up)))" }.joined(separator: " "))
  },
  Metric(
    "pipeline_stage",
    "Which stage of the pipeline the operator belongs to, from 1; empty where operators run one after the other."
  ) { row in row.plan.stage.map { .integer($0 + 1) } ?? .unknown },
]
