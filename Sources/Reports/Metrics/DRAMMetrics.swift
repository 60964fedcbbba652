import DRAM

/// Figures of a memory under a trace, as `tilewright dram` prints them.
public let dramMetrics: [Metric<DRAMReport>] =
  [
    Metric("trace", "Name of the trace or pattern.") { .text($0.trace) },
    Metric("mode", "How requests were injected: sat, paced:K, timed, serial or dma:N.") { .text($0.mode) },
    Metric("requests", unit: "requests", "Requests in the trace.") { .integer($0.result.requests) },
    Metric(
      "cycles", unit: "cycles",
      "Cycles of the command clock until the last read's data is there and the last request is accepted."
    ) { .integer($0.result.cycles) },
    Metric("time_us", unit: "µs", "The same in microseconds.") { .decimal($0.seconds * 1e6) },
    Metric("bandwidth_gb_per_s", unit: "GB/s", "Bytes over the data buses ÷ time (10⁹ bytes).") {
      .decimal($0.bytesPerSecond / 1e9)
    },
    Metric("fraction_of_peak", "Bandwidth ÷ what the data buses could carry without a pause.") {
      .decimal($0.fractionOfPeak)
    },
    Metric("read_latency_mean_cycles", unit: "cycles", "From a read's acceptance to its data, mean.") {
      $0.meanLatencyCycles.map(Cell.decimal) ?? .unknown
    },
    latency("read_latency_p50_cycles", 50), latency("read_latency_p99_cycles", 99),
    Metric("read_latency_max_cycles", unit: "cycles", "The longest.") {
      $0.maximumLatencyCycles.map(Cell.integer) ?? .unknown
    },
    Metric("row_hit_rate", "1 − activations ÷ (reads + writes).") { .decimal($0.rowHitRate) },
  ]
  + DRAMCommand.allCases.map { command in
    Metric("\(command.name.lowercased())_commands", unit: "commands", "\(command.name) commands issued.") {
      .integer($0.result.count(of: command))
    }
  }
  + LostCycleCause.allCases.map { cause in
    Metric(
      "lost_\(cause.name)_cycles", unit: "cycles",
      "Cycles of all channels without data on the bus because of: \(cause.name.replacing("_", with: " "))."
    ) { .integer($0.lostCycles(to: cause)) }
  }
  + [
    Metric(
      "energy_nj", unit: "nJ",
      "Estimate from the data sheets' currents: activations, reads, writes, refresh and standby, without I/O."
    ) { $0.energy.map { .decimal($0.totalJoules * 1e9) } ?? .unknown }
  ]

private func latency(_ name: String, _ percentile: Double) -> Metric<DRAMReport> {
  Metric(name, unit: "cycles", "The latency that \(Int(percentile)) % of all reads do not exceed.") {
    $0.latencyCycles(percentile: percentile).map(Cell.integer) ?? .unknown
  }
}
