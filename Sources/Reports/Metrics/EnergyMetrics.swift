import Machine
import Studies

/// Figures of a whole run that are estimated from its energy and its chip's area; they stand behind those of its
/// performance.
let energyMetrics: [Metric<RunRow>] =
  EnergyComponent.allCases.map { component in
    Metric("energy_\(component.rawValue)_pj", unit: "pJ", component.definition) {
      .decimal($0.energy[component].picojoules)
    }
  } + powerMetrics + dieMetrics

private let powerMetrics: [Metric<RunRow>] = [
  Metric("average_power_w", unit: "W", "Estimate: energy_pj ÷ elapsed_ns.") {
    .decimal(unlessNil: $0.result.averageWatts)
  },
  Metric(
    "peak_power_w", unit: "W",
    "Estimate: the highest mean power of any two-hundredth of the run's time, each operator's energy spread over the "
      + "commands that it went to."
  ) { .decimal(unlessNil: $0.result.power?.peakWatts) },
  Metric("chip_power_w", unit: "W", "Estimate: average_power_w without DRAM and host.") {
    .decimal(unlessNil: $0.result.chipWatts)
  },
  Metric("edp", unit: "J·s", "Estimate: energy-delay product, energy_pj × elapsed_ns in joule seconds.") {
    .decimal($0.energy.total.joules * $0.record.seconds)
  },
  Metric(
    "tops_per_watt", unit: "10¹² operations/J",
    "Estimate: two operations for each of macs ÷ energy_pj. Empty without multiply-accumulates."
  ) { .decimal(unlessNil: $0.teraoperationsPerJoule) },
]

/// The parts of energy_dram_pj, where the DRAM was played by commands.
let dramEnergyMetrics: [Metric<RunRow>] =
  [
    Metric(
      "dram_energy_by",
      "What energy_dram_pj was estimated from: commands (counts and currents of the devices) or bytes (a figure for each)."
    ) { .text($0.result.energy.dram == nil ? "bytes" : "commands") }
  ]
  + DRAMCommandEnergy.Part.allCases.map { part in
    Metric(
      "dram_\(part)_energy_pj", unit: "pJ",
      "Estimate: \(part.definition); with the others of its kind it sums to energy_dram_pj. Empty where bytes were counted."
    ) { .decimal(unlessNil: $0.result.energy.dram?[part].picojoules) }
  }

private let dieMetrics: [Metric<RunRow>] = [
  Metric("technology", "The chip's CMOS generation.") { .text($0.result.chip.technology.node.rawValue) },
  Metric("core_voltage_v", unit: "V", "Supply of the cores.") {
    .decimal(Double($0.result.chip.technology.cores.present.microvolts) / 1e6)
  },
  Metric(
    "area_mm2", unit: "mm²",
    "The die: as the chip file states it, else an estimate of cores, memories and network, without pads and interfaces."
  ) { .decimal($0.result.area.squareMillimetres) },
  Metric(
    "cost_usd", unit: "$",
    "Estimate: price of a wafer ÷ good dies on it. Empty for a die that no wafer has room for."
  ) { .decimal(unlessNil: $0.result.cost.dollars) },
]

let networkAreaMetric = Metric<RunRow>(
  "network_area_mm2", unit: "mm²",
  "Estimate: routers (or a crossbar's switch) of the chip's topology, without their links; a part of area_mm2."
) { .decimal($0.result.area.squareMillimetres(of: "network")) }

extension RunRow {
  public var teraoperationsPerJoule: Double? {
    guard multiplyAccumulates > 0, energy.total > .zero else { return nil }
    return 2 * Double(multiplyAccumulates) / energy.total.joules / 1e12
  }

  public var energy: EnergyBreakdown { result.energy.total }
}

extension EnergyComponent {
  var definition: String {
    switch self {
    case .matrix: "Estimate: products, sums and pipeline registers of the matrix engines."
    case .vector: "Estimate: operations of the vector engines, their registers included."
    case .scratchpad: "Estimate: bytes in and out of the scratchpads."
    case .accumulator: "Estimate: bytes of partial sums in and out of the accumulators."
    case .sharedBuffer: "Estimate: bytes in and out of the shared buffer."
    case .network: "Estimate: bytes over links and through routers, heads included."
    case .dram:
      "Estimate: DRAM with its interface, by its commands at dram=command where its file gives currents, else by the "
        + "bytes of whole requests (see dram_energy_by)."
    case .host: "Estimate: operations of the host core."
    case .clock: "Estimate: clock trees; an engine's only while it works, the rest for latency_cycles."
    case .leakage: "Estimate: leakage of the whole chip for latency_cycles."
    }
  }
}

extension DRAMCommandEnergy.Part {
  fileprivate var definition: String {
    switch self {
    case .activate: "rows that were opened and closed"
    case .read: "reads"
    case .write: "writes"
    case .refresh: "refreshes"
    case .background: "standing by, for the run's time"
    case .interface: "drivers and terminations of the data pins"
    }
  }
}
