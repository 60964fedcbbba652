import Network
import Studies

/// Figures of a network under a load, as `tilewright network` prints them; the columns of its curve.
public let networkMetrics: [Metric<NetworkStudy.Row>] =
  set + [
    Metric("offered_load", unit: "flits/node/cycle", "Flits created, on average over all sending nodes.") {
      .decimal($0.point.offered)
    },
    Metric("accepted_load", unit: "flits/node/cycle", "Flits that arrived, on average over all nodes.") {
      .decimal($0.point.accepted)
    },
    Metric(
      "packet_latency_mean_cycles", unit: "cycles",
      "From a packet's entry into the queue of its source to the arrival of its last flit, mean."
    ) { $0.point.latency.statistics.mean.map(Cell.decimal) ?? .unknown },
    latency("packet_latency_p50_cycles", 50), latency("packet_latency_p99_cycles", 99),
    Metric("packet_latency_max_cycles", unit: "cycles", "The longest.") {
      $0.point.latency.statistics.maximum.map { .integer(Int($0)) } ?? .unknown
    },
    Metric(
      "network_latency_mean_cycles", unit: "cycles",
      "From the departure of a packet's first flit to the arrival of its last, mean."
    ) { $0.point.networkLatency.mean.map(Cell.decimal) ?? .unknown },
    Metric("routers_mean", unit: "routers", "Routers a packet passed, mean: links between routers, and one.")
    {
      $0.point.routers.mean.map(Cell.decimal) ?? .unknown
    },
    Metric("stable", "1 if all packets measured arrived, with a mean latency below the limit; else 0.") {
      .integer($0.point.isStable ? 1 : 0)
    },
    Metric("simulated_cycles", unit: "cycles", "Cycles simulated, warm-up and drain among them.") {
      .integer($0.point.cycles)
    },
    Metric(
      "overloaded_links", unit: "links",
      "Links busy beyond the share of time for which packet level is good; empty at flit level."
    ) { $0.study.level == .packet ? .integer($0.point.overloadedLinks) : .unknown },
  ]

private let set: [Metric<NetworkStudy.Row>] = [
  Metric("topology", "Short name of the topology.") { .text("\($0.study.topology)") },
  Metric("traffic", "Who sends to whom.") { .text($0.study.pattern.rawValue) },
  Metric("packet_flits", unit: "flits", "Flits of a packet.") { .integer($0.study.packetFlits) },
  Metric("virtual_channels", "Virtual channels of a port.") { .integer($0.study.router.virtualChannels) },
  Metric("buffer_flits", unit: "flits", "Flits that a virtual channel's buffer holds.") {
    .integer($0.study.router.bufferFlits)
  },
  Metric("network_level", "flit (exact) or packet (fast).") { .text($0.study.level.rawValue) },
]

private func latency(_ name: String, _ percentile: Double) -> Metric<NetworkStudy.Row> {
  Metric(
    name, unit: "cycles", "The latency that \(Int(percentile)) % of packets do not exceed, to within 1/32."
  ) { $0.point.latency.percentile(percentile).map { .integer(Int($0)) } ?? .unknown }
}

/// Columns of `tilewright bench network --csv`.
public let networkBenchmarkMetrics: [Metric<NetworkBenchmark.Row>] = [
  Metric("benchmark_level", "flit or packet.") { .text($0.benchmark.level.rawValue) },
  Metric("benchmark_packet_flits", unit: "flits", "Flits of a packet.") {
    .integer($0.benchmark.packetFlits)
  },
  Metric("benchmark_load", unit: "flits/node/cycle", "Flits created a node and cycle.") {
    .decimal($0.benchmark.load)
  },
  Metric("cycles_per_second", unit: "cycles/s", "Simulated cycles per processor second.") {
    .decimal($0.cyclesPerSecond)
  },
  Metric(
    "flit_traversals_per_second", unit: "flits/s", "Flits through routers per processor second."
  ) { .decimal($0.traversalsPerSecond) },
]
