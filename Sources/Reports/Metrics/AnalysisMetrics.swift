import Graphs

/// Columns of `tilewright analyze --csv`, one row per operator of the model as it was written, before any pass.
public let analysisMetrics: [Metric<GraphAnalysis.Entry>] = [
  Metric("operator_index", "Place of the operator in the model, from 0.") { .integer($0.node) },
  Metric("operator", "Name of the operator in the model.") { .text($0.name) },
  Metric("operation", "ONNX name of the operation.") { .text($0.operation) },
  Metric("output_shape", "Axis lengths of the first output.") {
    .text($0.outputShape.map(String.init).joined(separator: "x"))
  },
  Metric("element_type", "Element type of the first output.") { .text($0.element.rawValue) },
  Metric(
    "macs", unit: "multiply-accumulates",
    "Multiply-accumulates of the operator's definition, padding included, as published counts do."
  ) { .integer($0.work.multiplyAccumulates) },
  Metric(
    "scalar_operations", unit: "operations",
    "Scalar operations outside multiply-accumulates; a transcendental function counts 8."
  ) { .integer($0.work.scalarOperations) },
  Metric("parameters", unit: "parameters", "Learnable numbers; shared ones count at the first operator.") {
    .integer($0.parameters)
  },
  Metric("weight_bytes", unit: "bytes", "Bytes of the constants that the operator reads.") {
    .integer($0.weightBytes)
  },
  Metric("activation_bytes", unit: "bytes", "Bytes of the activations that the operator reads and writes.") {
    .integer($0.activationBytes)
  },
  Metric(
    "arithmetic_intensity", unit: "operations per byte",
    "Operations (two for each multiply-accumulate, one for each scalar operation) ÷ bytes of weights and activations."
  ) { .decimal($0.arithmeticIntensity) },
]
