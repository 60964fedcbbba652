import DRAM
import Machine

/// Figures of a DRAM channel at command level. `data_cycles` and the `lost_…_cycles` sum to `bus_cycles`.
public let dramChannelMetrics: [Metric<DRAMChannelRecord>] =
  [
    Metric("channel", "Number of the DRAM channel.") { .integer($0.channel) },
    Metric("read_bytes", unit: "bytes", "Bytes that the channel's data buses carried out, in whole bursts.") {
      .integer($0.readBytes)
    },
    Metric("written_bytes", unit: "bytes", "Bytes that they carried in, in whole bursts.") {
      .integer($0.writtenBytes)
    },
    Metric("clock_ps", unit: "ps", "Period of the channel's command clock, which its cycles are counted in.")
    {
      .decimal(Double($0.clockFemtoseconds) / 1000)
    },
    Metric(
      "bus_cycles", unit: "cycles",
      "Cycles of the channel's data buses, each of its pseudo-channels', until the last write was in the devices."
    ) { .integer($0.busCycles) },
    Metric("data_cycles", unit: "cycles", "Cycles in which they carried data.") {
      .integer($0.statistics.busyCycles)
    },
    Metric("fraction_of_peak", "data_cycles ÷ bus_cycles.") { .decimal($0.fractionOfPeak) },
    Metric("row_hit_rate", "1 − activations ÷ (reads + writes).") { .decimal($0.statistics.rowHitRate) },
    Metric(
      "read_latency_mean_cycles", unit: "cycles",
      "From the arrival of a read request at the channel to the last of its data, mean."
    ) { .decimal(unlessNil: $0.readLatency?.meanCycles) },
    latency("read_latency_p50_cycles", "The latency that half of all reads do not exceed.", \.medianCycles),
    latency("read_latency_p99_cycles", "The latency that 99 % of all reads do not exceed.", \.p99Cycles),
    latency("read_latency_max_cycles", "The longest.", \.maximumCycles),
    Metric(
      "energy_nj", unit: "nJ",
      "Estimate from the data sheets' currents: activations, reads, writes, refresh and standby, without I/O."
    ) { .decimal(unlessNil: $0.energy.map { $0.totalJoules * 1e9 }) },
  ]
  + DRAMCommand.allCases.map { command in
    Metric("\(command.name.lowercased())_commands", unit: "commands", "\(command.name) commands issued.") {
      .integer($0.statistics.count(of: command))
    }
  }
  + LostCycleCause.allCases.map { cause in
    Metric(
      "lost_\(cause.name)_cycles", unit: "cycles",
      "Cycles of the channel without data on the bus because of: \(cause.name.replacing("_", with: " "))."
    ) { .integer($0.statistics.lostCycles(to: cause)) }
  }

private func latency(
  _ name: String, _ definition: String, _ cycles: @escaping @Sendable (LatencyRecord) -> Int
) -> Metric<DRAMChannelRecord> {
  Metric(name, unit: "cycles", definition) { $0.readLatency.map { .integer(cycles($0)) } ?? .unknown }
}

/// Figures of the packets' way at flit level.
public let packetLatencyMetrics: [Metric<LatencyRecord>] = [
  Metric("packets", unit: "packets", "Packets that arrived.") { .integer($0.count) },
  Metric(
    "packet_latency_mean_cycles", unit: "cycles",
    "From a packet's sending to the arrival of its tail, in cycles of the network's clock, mean."
  ) { .decimal($0.meanCycles) },
  Metric("packet_latency_p50_cycles", unit: "cycles", "The latency that half of all packets do not exceed.") {
    .integer($0.medianCycles)
  },
  Metric("packet_latency_p99_cycles", unit: "cycles", "The latency that 99 % of all packets do not exceed.") {
    .integer($0.p99Cycles)
  },
  Metric("packet_latency_max_cycles", unit: "cycles", "The longest.") { .integer($0.maximumCycles) },
]
