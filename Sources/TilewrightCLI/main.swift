import Tilewright

/// `tilewright bench events [--events N] [--pending N,N]`
func value(_ option: String) -> String? {
  CommandLine.arguments.firstIndex(of: option).flatMap { CommandLine.arguments.dropFirst($0 + 1).first }
}
var benchmark = EventQueueBenchmark()
if let events = value("--events").flatMap({ Int($0) }) { benchmark.events = events }
if let pending = value("--pending") {
  benchmark.pendingCounts = pending.split(separator: ",").compactMap { Int($0) }
}
if let delays = value("--delays").flatMap(DelayDistribution.init) { benchmark.delays = [delays] }
print("delays,pending,ns_per_event,order_checksum")
for row in benchmark.run() {
  print("\(row.delays.rawValue),\(row.pending),\(row.nanosecondsPerEvent),\(row.orderChecksum)")
}
