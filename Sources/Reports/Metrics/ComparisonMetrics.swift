/// One operator of a comparison, with the runs that it is from.
public struct ComparisonRow: Sendable {
  public let comparison: RunComparison
  public let change: OperatorChange
}

/// The columns of `tilewright compare --csv`: a row per operator and compared run.
public let comparisonMetrics: [Metric<ComparisonRow>] = [
  Metric("base", "Name of the run that the other is held against.") { .text($0.comparison.baseName) },
  Metric("run", "Name of the run.") { .text($0.comparison.name) },
  Metric("operator", "Name of the operator in the model.") { .text($0.change.name) },
  Metric("operation", "ONNX name of the operation.") { .text($0.change.operation) },
  Metric("base_latency_ns", unit: "ns", "latency_ns of the operator in the base.") {
    $0.change.base?["latency_ns"] ?? .unknown
  },
  Metric("latency_ns", unit: "ns", "latency_ns of the operator in the run.") {
    $0.change.run?["latency_ns"] ?? .unknown
  },
  Metric(
    "latency_change_ns", unit: "ns", "latency_ns less base_latency_ns, below zero for what got faster."
  ) { .decimal($0.change.changeNanoseconds) },
  Metric("base_bound_by", "bound_by of the operator in the base.") {
    $0.change.base?["bound_by"] ?? .unknown
  },
  Metric("bound_by", "bound_by of the operator in the run.") { $0.change.run?["bound_by"] ?? .unknown },
  Metric(
    "dram_change_bytes", unit: "bytes", "Bytes that DRAM moved for the operator, less those of the base."
  ) { .integer(Int($0.change.changeOfDRAMBytes)) },
  Metric("reason", "What is different, in words.") { .text($0.change.reason) },
]

extension RunComparison {
  /// A row for each operator.
  public var rows: [ComparisonRow] { operators.map { ComparisonRow(comparison: self, change: $0) } }
}
