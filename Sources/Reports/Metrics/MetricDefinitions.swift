import Documents

/// Every metric that appears in a report, in the order of the reports.
public let metricDefinitions: [MetricDefinition] =
  operatorMetrics.map { $0.definition(scope: "operator") }
  + runMetrics.map { $0.definition(scope: "run") }
  + engineMetrics.map { $0.definition(scope: "engine") }
  + memoryMetrics.map { $0.definition(scope: "memory") }
  + sweepMetrics.map { $0.definition(scope: "point of a sweep") }
  + comparisonMetrics.map { $0.definition(scope: "operator of a comparison") }
  + analysisMetrics.map { $0.definition(scope: "operator of an analysis") }
  + conformanceMetrics.map { $0.definition(scope: "conformance test") }
  + dramMetrics.map { $0.definition(scope: "trace of a memory") }
  + dramChannelMetrics.map { $0.definition(scope: "DRAM channel at command level") }
  + packetLatencyMetrics.map { $0.definition(scope: "network at flit level") }
  + networkMetrics.map { $0.definition(scope: "load on a network") }
  + networkBenchmarkMetrics.map { $0.definition(scope: "measurement of a network's speed") }
  + validationMetrics.map { $0.definition(scope: "figure of a validation") }
  + accuracyMetrics.map { $0.definition(scope: "variant of a model") }
  + sensitivityMetrics.map { $0.definition(scope: "product in another format") }
  + eventQueueMetrics.map { $0.definition(scope: "measurement of the event queue") }
  + operatingMetrics.map { $0.definition(scope: "operating point") }
  + adviceMetrics.map { $0.definition(scope: "chip that is advised of") }
  + kernelMetrics.map { $0.definition(scope: "measurement of a kernel") }
  + arrayMetrics.map { $0.definition(scope: "measurement of an array") }

/// The definitions of a metric: one for each kind of row that has it.
/// - Throws: `InputError` `.usage` with the nearest name when there is none.
public func definitions(ofMetric name: String) throws -> [MetricDefinition] {
  let found = metricDefinitions.filter { $0.name == name }
  guard found.isEmpty else { return found }
  let names = Set(metricDefinitions.map(\.name))
  let parts = names.filter { $0.contains(name.lowercased()) }
  throw InputError(
    .usage, at: "tilewright explain", "unknown metric “\(name)”",
    remedy: suggestion(for: name, among: parts.isEmpty || name.isEmpty ? names : parts))
}
