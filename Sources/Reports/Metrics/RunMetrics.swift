import Machine

/// Figures of a whole run: the totals of `--json`. Only ever added to, at the end.
public let runMetrics: [Metric<RunRow>] =
  performanceMetrics + energyMetrics + peakMetrics + levelMetrics + dramEnergyMetrics
  + [networkAreaMetric]

private let performanceMetrics: [Metric<RunRow>] = [
  Metric("chip", "Name of the chip.") { .text($0.record.chip) },
  Metric("model", "Name of the model.") { .text($0.record.model) },
  Metric("batch", unit: "samples", "Samples that the model computed at once.") { .integer($0.result.batch) },
  Metric("precision", "Element type that the model was run in.") { .text($0.result.precision.rawValue) },
  Metric("clock_hz", unit: "Hz", "The fastest core clock, which cycles are counted in.") {
    .integer($0.record.clockHertz)
  },
  Metric(
    "elapsed_cycles", unit: "cycles",
    "Cycles of clock_hz that had begun by the end of the last command: elapsed_ns ÷ the clock's period, rounded up."
  ) { .integer($0.record.elapsedCycles) },
  Metric(
    "elapsed_ns", unit: "ns",
    "Time from zero to the end of the last command, which need not fall on an edge of the clock."
  ) { .decimal(Double($0.record.elapsedFemtoseconds) / 1e6) },
  Metric(
    "utilisation", unit: "fraction",
    "Useful multiply-accumulates ÷ (peak multiply-accumulates per cycle of all matrix engines × elapsed_cycles)."
  ) { .decimal(unlessNil: $0.utilisation) },
  Metric(
    "roofline_cycles", unit: "cycles", "Sum over the operators of their roofline_cycles."
  ) { .decimal($0.rooflineCycles) },
  Metric(
    "roofline_fraction", unit: "fraction",
    "Mean over the operators with multiply-accumulates of roofline_cycles ÷ latency_cycles, weighted by macs; each "
      + "counts 1 at most."
  ) { .decimal(unlessNil: $0.rooflineFraction) },
  Metric("macs", unit: "multiply-accumulates", "Multiply-accumulates of all operators.") {
    .integer($0.multiplyAccumulates)
  },
  Metric(
    "vector_operations", unit: "operations",
    "Scalar operations done by the vector engines; vector_macs count one each."
  ) {
    .integer($0.record.counters.vectorOperations)
  },
  Metric("host_operations", unit: "operations", "Scalar operations done by the host core.") {
    .integer($0.record.counters.hostOperations)
  },
  Metric("dram_read_bytes", unit: "bytes", "Bytes that moved out of DRAM, in whole requests.") {
    .integer($0.record.counters.dramReadBytes)
  },
  Metric("dram_write_bytes", unit: "bytes", "Bytes that moved into DRAM, in whole requests.") {
    .integer($0.record.counters.dramWriteBytes)
  },
  Metric("network_packets", unit: "packets", "Packets that the network carried.") {
    .integer($0.record.network.packets)
  },
  Metric(
    "network_bytes", unit: "bytes", "Payload bytes that packets carried, each counted once; heads are not."
  ) {
    .integer($0.record.network.bytes)
  },
  Metric("flit_hops", unit: "flits", "Link-width units times links crossed.") {
    .integer($0.record.network.flitHops)
  },
  Metric("commands", unit: "commands", "Commands that all engines executed.") {
    .integer($0.record.counters.commands)
  },
  Metric(
    "energy_pj", unit: "pJ",
    "Estimated energy of the run, DRAM and host included: the sum of its operators' and of its energy_…_pj, to the last "
      + "digit."
  ) { .decimal($0.energy.total.picojoules) },
  Metric(
    "verified",
    "pass when every compared output was right and no hazard was seen, else fail. Empty without numerics."
  ) { row in row.record.verification.map { .text($0.passed ? "pass" : "fail") } ?? .unknown },
  Metric("hazards", unit: "hazards", "Reads of data that was not there and overwrites of data still needed.")
  {
    row in row.record.verification.map { .integer($0.hazards.count) } ?? .unknown
  },
  Metric("dram_read_useful_bytes", unit: "bytes", "The part of dram_read_bytes that was asked for.") {
    .integer($0.record.counters.dramUsefulReadBytes)
  },
  Metric("dram_write_useful_bytes", unit: "bytes", "The part of dram_write_bytes that was data of the run.") {
    .integer($0.record.counters.dramUsefulWriteBytes)
  },
  Metric(
    "vector_macs", unit: "multiply-accumulates",
    "The part of macs that the vector engines did (depthwise convolutions)."
  ) { .integer($0.record.counters.vectorMultiplyAccumulates.values.reduce(0, +)) },
]

/// What the chip could do: the roofs of a roofline.
private let peakMetrics: [Metric<RunRow>] = [
  Metric(
    "peak_macs_per_cycle", unit: "multiply-accumulates / cycle",
    "What all matrix engines could do in a cycle of clock_hz in this precision, every PE busy."
  ) {
    .decimal(
      $0.result.chip.peakMultiplyAccumulatesPerSecond($0.result.precision) / Double($0.record.clockHertz))
  },
  Metric(
    "peak_vector_operations_per_cycle", unit: "operations / cycle",
    "What the lanes of all vector engines could do in a cycle of clock_hz."
  ) { row in
    .decimal(
      row.result.chip.cores.reduce(0) { $0 + Double(($1.vector?.lanes ?? 0) * $1.clockHertz) }
        / Double(row.record.clockHertz))
  },
  Metric(
    "dram_peak_bytes_per_cycle", unit: "bytes / cycle",
    "What all DRAM channels together move in a cycle of clock_hz at most."
  ) { .decimal($0.dramBytesPerCycle) },
]

/// How closely the parts were simulated.
private let levelMetrics: [Metric<RunRow>] = [
  Metric("matrix_level", "Level that the matrix engines were simulated at.") {
    .text($0.record.levels.matrix.rawValue)
  },
  Metric("dram_level", "Level that DRAM was simulated at.") { .text($0.record.levels.dram.rawValue) },
  Metric("network_level", "Level that the network was simulated at.") {
    .text($0.record.levels.network.rawValue)
  },
]
