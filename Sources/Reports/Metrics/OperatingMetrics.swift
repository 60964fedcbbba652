import Studies

/// Columns of `tilewright operate --csv`, one row per operating point.
public let operatingMetrics: [Metric<OperatingFigures>] = [
  Metric("core_clock_hz", unit: "Hz", "Clock of the fastest core.") { .integer($0.point.clockHertz) },
  Metric("core_voltage_v", unit: "V", "The lowest supply of the cores that allows the clock.") {
    .decimal(Double($0.point.microvolts) / 1e6)
  },
  Metric("elapsed_cycles", unit: "cycles", "Cycles of core_clock_hz.") { .integer($0.cycles) },
  Metric("elapsed_ns", unit: "ns", "Time of the run.") { .decimal($0.seconds * 1e9) },
  Metric("energy_pj", unit: "pJ", "Estimated energy of the run, DRAM and host included.") {
    .decimal(($0.joules * 1e12).rounded())
  },
  Metric("average_power_w", unit: "W", "Estimate: energy_pj ÷ elapsed_ns.") { .decimal($0.averageWatts) },
  Metric(
    "peak_power_w", unit: "W", "Estimate: the highest mean power of any two-hundredth of the run's time."
  ) {
    .decimal($0.peakWatts)
  },
  Metric("chip_power_w", unit: "W", "Estimate: average_power_w without DRAM and host.") {
    .decimal($0.chipWatts)
  },
  Metric("edp", unit: "J·s", "Estimate: energy-delay product.") { .decimal($0.energyDelayProduct) },
]
