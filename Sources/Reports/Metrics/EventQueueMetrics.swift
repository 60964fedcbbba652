import EventSimulation

/// Columns of `tilewright bench events --csv`.
public let eventQueueMetrics: [Metric<EventQueueBenchmark.Row>] = [
  Metric("delays", "How far ahead events are scheduled: clocked, mixed, exponential, uniform or unclocked.") {
    .text($0.delays.rawValue)
  },
  Metric("pending", unit: "events", "Events pending throughout the measurement.") { .integer($0.pending) },
  Metric(
    "ns_per_event", unit: "ns", "Processor time of one pop and one schedule: the fastest of some repetitions."
  ) {
    .decimal($0.nanosecondsPerEvent)
  },
  Metric(
    "order_checksum", "Digest of the order of all events and of the last time: equal for every correct queue."
  ) { .text(String($0.orderChecksum)) },
]
