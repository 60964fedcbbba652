import DRAM
import Studies

/// Columns of `tilewright validate dram --csv`, one row per memory, trace and mode.
public let dramAgreementMetrics: [Metric<DRAMAgreement>] = [
  Metric("configuration", "The memory, as the reference data name it.") { .text($0.configuration) },
  Metric("trace", "Name of the trace or pattern.") { .text($0.trace) },
  Metric("mode", "How requests were injected: sat, paced:K, timed, serial or dma:N.") { .text($0.mode) },
  Metric("cycles", unit: "cycles", "Ours, until the last read's data is there and the last request accepted.")
  {
    known($0.cycles)
  },
  Metric("dramsim3_cycles", unit: "cycles", "DRAMsim3's.") { known($0.reference("dramsim3")) },
  Metric("ramulator2_cycles", unit: "cycles", "Ramulator 2's.") { known($0.reference("ramulator2")) },
  Metric("inside", "Whether ours lies between the two, widened by 2 %.") {
    $0.isBetween ? $0.isInside.map { .text($0 ? "yes" : "no") } ?? .unknown : .unknown
  },
  Metric("distance_percent", unit: "%", "From ours to the nearer of the two.") {
    $0.distance.map { .decimal($0 * 100) } ?? .unknown
  },
  Metric("policy_matters", "Whether the two differ from one another by more than 2 %.") {
    $0.isBetween ? .text($0.isIndependent ? "no" : "yes") : .unknown
  },
  Metric("row_hit_rate", "Ours: 1 − activations ÷ (reads + writes).") {
    $0.report.map { .decimal($0.rowHitRate) } ?? .unknown
  },
  Metric("read_latency_mean_cycles", unit: "cycles", "Ours, from a read's acceptance to its data, mean.") {
    $0.report?.meanLatencyCycles.map(Cell.decimal) ?? .unknown
  },
  Metric("failure", "Why there are no figures.") { $0.failure.map(Cell.text) ?? .unknown },
  Metric("read_latency_p99_cycles", unit: "cycles", "Ours, what 99 % of the reads do not exceed.") {
    known($0.report?.latencyCycles(percentile: 99))
  },
  Metric("read_latency_max_cycles", unit: "cycles", "Ours, of the slowest read.") {
    known($0.report?.maximumLatencyCycles)
  },
  Metric("dramsim3_latency_max_cycles", unit: "cycles", "DRAMsim3's, of its slowest read.") {
    known($0.longest("dramsim3"))
  },
  Metric("ramulator2_latency_max_cycles", unit: "cycles", "Ramulator 2's, of its slowest read.") {
    known($0.longest("ramulator2"))
  },
]

extension DRAMAgreement {
  fileprivate func longest(_ simulator: String) -> Int? {
    references.first { $0.simulator == simulator }?.maximumLatencyCycles
  }
}

private func known(_ value: Int?) -> Cell { value.map(Cell.integer) ?? .unknown }
