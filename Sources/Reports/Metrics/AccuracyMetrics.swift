import Studies

/// Columns of `tilewright accuracy --csv`, one row for each variant of a model.
public let accuracyMetrics: [Metric<AccuracyRow>] = [
  Metric("model", "Name of the model.") { .text($0.model) },
  Metric("chip", "Name of the chip whose schedule the samples ran through; empty for the reference executor.")
  {
    $0.chip.map(Cell.text) ?? .unknown
  },
  Metric("dataset", "Name of the data set.") { .text($0.dataset) },
  Metric("compression", "Prunings, and the formats of the products.") { .text($0.compression.name) },
  Metric("samples", "Samples that were classified.") { .integer($0.sampleCount) },
  Metric("correct", "Samples whose largest score is that of their label; of equal scores the first counts.") {
    .integer($0.correct)
  },
  Metric("accuracy", "`correct` ÷ `samples`.") { .decimal($0.accuracy) },
  Metric("correct_top5", "Samples whose label has one of the five largest scores.") {
    .integer($0.correctAmongFive)
  },
  Metric("agreeing", "Samples that get the class that the model as it is, in fp32, gives them.") {
    .integer($0.agreements)
  },
  Metric(
    "relative_error",
    "‖scores − scores of the model as it is, in fp32‖ ÷ ‖those‖, Euclidean, over all samples and classes."
  ) { .decimal($0.relativeError) },
  Metric("macs", "Multiply-accumulates of one sample, after pruning.") { .integer($0.multiplyAccumulates) },
  Metric("weight_bytes", unit: "bytes", "Bytes of all learned constants as they are stored.") {
    .integer($0.weightBytes)
  },
  Metric("batch", "Samples computed at once.") { .integer($0.batchSize) },
  Metric("batch_cycles", unit: "cycles", "Cycles of the chip for one batch; empty without a chip.") {
    $0.cyclesPerBatch.map(Cell.integer) ?? .unknown
  },
  Metric("faults", "Elements outside their bounds, and hazards, of all batches.") { .integer($0.faults) },
]

/// Columns of `tilewright accuracy --mix --csv`, one row for each product and format.
public let sensitivityMetrics: [Metric<PrecisionSearch.Sensitivity>] = [
  Metric("product", "The product that alone is in another format.") { .text($0.node) },
  Metric("format", "That format.") { .text($0.format.name) },
  Metric("samples", "Samples that were classified.") { .integer($0.sampleCount) },
  Metric("correct", "Samples whose largest score is that of their label.") { .integer($0.correct) },
  Metric("relative_error", "Of the class scores to those of the model as it is, in fp32.") {
    .decimal($0.relativeError)
  },
  Metric("batch_cycles", unit: "cycles", "Cycles of the whole model for one batch.") { .integer($0.cycles) },
  Metric("saved_cycles", unit: "cycles", "Cycles less than with every product in the first format.") {
    .integer($0.savedCycles)
  },
  Metric("chosen", "Whether the change is part of the mix that was chosen.") {
    .text($0.isChosen ? "yes" : "no")
  },
]
