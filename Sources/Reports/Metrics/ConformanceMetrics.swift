import Studies

/// Columns of `tilewright conformance --csv`, one row per test.
public let conformanceMetrics: [Metric<ConformanceResult>] = [
  Metric("test", "Path of the test below the folder that was asked for.") { .text($0.test) },
  Metric("operation", "ONNX name of the tested operation; `several` for a model of more than one kind.") {
    .text($0.operation)
  },
  Metric("opset", "Version of the standard's operator set that the test is written for.") {
    $0.opset.map { .integer($0) } ?? .unknown
  },
  Metric(
    "outcome",
    "`pass`; `fail` when a result differs or the model is refused; `unsupported` when an operation is unknown."
  ) { .text($0.outcome.rawValue) },
  Metric("reason", "Why a test did not pass.") { .text($0.reason) },
]
