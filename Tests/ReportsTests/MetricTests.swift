import Testing
import Tilewright

@Suite struct MetricTests {
  /// What people's scripts read. A name here is never changed or moved; new ones come at the end.
  @Test func theColumnsOfARunAreStable() {
    #expect(
      operatorMetrics.map(\.name) == [
        "chip", "model", "batch", "precision", "operator_index", "operator", "operation", "output_shape",
        "element_type", "latency_cycles", "latency_ns", "start_ns", "end_ns", "bound_by", "utilisation",
        "compute_bound_cycles", "memory_bound_cycles", "roofline_cycles", "roofline_fraction", "macs",
        "scalar_operations", "matrix_busy_cycles", "vector_busy_cycles", "host_busy_cycles", "commands",
        "dram_read_bytes", "dram_write_bytes", "copy_bytes", "energy_pj", "verified", "mismatches",
        "largest_error", "error_of_bound", "dram_read_useful_bytes", "dram_write_useful_bytes",
        "energy_matrix_pj", "energy_vector_pj", "energy_scratchpad_pj", "energy_accumulator_pj",
        "energy_shared_buffer_pj", "energy_network_pj", "energy_dram_pj", "energy_host_pj", "energy_clock_pj",
        "energy_leakage_pj", "split", "split_estimates", "pipeline_stage",
      ])
  }

  @Test func theColumnsOfAnAnalysisAreStable() {
    #expect(
      analysisMetrics.map(\.name) == [
        "operator_index", "operator", "operation", "output_shape", "element_type", "macs",
        "scalar_operations",
        "parameters", "weight_bytes", "activation_bytes", "arithmetic_intensity",
      ])
  }

  @Test(arguments: metricDefinitions)
  func everyMetricHasAStableNameAndADefinition(_ metric: MetricDefinition) throws {
    #expect(metric.name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" })
    #expect(metric.definition.hasSuffix("."))
    #expect(metric.definition.count > 10)
    #expect(try definitions(ofMetric: metric.name).contains(metric))
  }

  @Test(arguments: [("_cycles", "cycles"), ("_bytes", "bytes"), ("_ns", "ns"), ("_pj", "pJ"), ("_hz", "Hz")])
  func namesEndInTheirUnit(_ ending: String, _ unit: String) {
    for metric in metricDefinitions where metric.name.hasSuffix(ending) {
      #expect(metric.unit == unit, "\(metric.name)")
    }
  }

  @Test func namesAreUniqueWithinEachKindOfRow() {
    for (scope, metrics) in Dictionary(grouping: metricDefinitions, by: \.scope) {
      #expect(Set(metrics.map(\.name)).count == metrics.count, "\(scope)")
    }
  }

  @Test func anUnknownMetricIsAnErrorWithTheNearestName() {
    let error = #expect(throws: InputError.self) { try definitions(ofMetric: "utilization") }
    #expect(error?.remedy == "did you mean “utilisation”?")
    #expect(error?.exitCode == 64)
  }
}
