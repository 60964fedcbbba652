import Studies

/// Columns of `tilewright bench arrays --csv`.
public let arrayMetrics: [Metric<ArrayBenchmark.Row>] = [
  Metric("array", "Dataflow, and how results leave (os) or weights arrive (ws), of 128×128 PEs.") {
    .text($0.array.rawValue)
  },
  Metric("numbers", "What the PEs multiply; sums have 32 bits.") { .text($0.numbers.rawValue) },
  Metric("streamed_words", "Words that stream through each of four tiles.") { .integer($0.length) },
  Metric("array_cycles", unit: "cycles", "Cycles of the array.") { .integer($0.cycles) },
  Metric(
    "mega_pe_updates_per_second", unit: "10⁶ PE cycles/s",
    "PEs times cycles per processor second, of the fastest of some tries."
  ) { .decimal($0.megaUpdatesPerSecond) },
]
