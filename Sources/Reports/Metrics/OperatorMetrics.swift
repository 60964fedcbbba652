import Machine
import Studies

/// The columns of `tilewright run --csv`, one row per operator. Only ever added to, at the end.
public let operatorMetrics: [Metric<OperatorRow>] =
  identity + timing + work + traffic + verdict + usefulTraffic + energyBreakdown + splitMetrics

private let identity: [Metric<OperatorRow>] = [
  Metric("chip", "Name of the chip.") { .text($0.run.record.chip) },
  Metric("model", "Name of the model.") { .text($0.run.record.model) },
  Metric("batch", unit: "samples", "Samples that the model computed at once.") {
    .integer($0.run.result.batch)
  },
  Metric("precision", "Element type that the model was run in.") {
    .text($0.run.result.precision.rawValue)
  },
  Metric("operator_index", "Place of the operator in the model after all passes, from 0.") {
    .integer($0.record.node)
  },
  Metric("operator", "Name of the operator in the model.") { .text($0.record.name) },
  Metric(
    "operation",
    "ONNX name of the operation after all passes, which know one operation by one name: Flatten and Squeeze are "
      + "Reshape."
  ) {
    .text($0.record.operation)
  },
  Metric("output_shape", "Axis lengths of the first output.") {
    .text($0.record.outputShape.map(String.init).joined(separator: "x"))
  },
  Metric("element_type", "Element type of the first output.") { .text($0.record.element.rawValue) },
]

private let timing: [Metric<OperatorRow>] = [
  Metric(
    "latency_cycles", unit: "cycles",
    "Cycles of the fastest core clock by which the operator moved the end of all work so far. The operators of "
      + "a run sum to its elapsed_cycles; work done under a neighbour is not counted twice."
  ) { .integer($0.record.cycles) },
  Metric("latency_ns", unit: "ns", "latency_cycles × the clock's period.") {
    .decimal(Double($0.record.cycles) * 1e9 / Double($0.run.record.clockHertz))
  },
  Metric(
    "start_ns", unit: "ns",
    "Start of the operator's first command (its prefetches included); without commands, the end of all work before it."
  ) {
    .decimal(Double($0.record.startFemtoseconds) / 1e6)
  },
  Metric("end_ns", unit: "ns", "End of the operator's last command; without commands, start_ns.") {
    .decimal(Double($0.record.endFemtoseconds) / 1e6)
  },
  Metric(
    "bound_by",
    "What the cycles went to: the resource among matrix, vector, dram and host that was busy for the largest share "
      + "of latency_cycles; latency when none was busy for half of them; none when there were no cycles."
  ) { .text($0.bound.rawValue) },
  Metric(
    "utilisation", unit: "fraction",
    "Useful multiply-accumulates ÷ (peak multiply-accumulates per cycle of all matrix engines × the operator's "
      + "cycles: latency_cycles, or the mean busy cycles of the engines where it ran partly under its neighbours). "
      + "Empty for operators that no matrix engine worked for."
  ) { .decimal(unlessNil: $0.utilisation) },
  Metric(
    "compute_bound_cycles", unit: "cycles",
    "Cycles that the operator's useful work takes at the peak rate of all engines of its kind."
  ) { .decimal($0.record.computeBoundCycles) },
  Metric(
    "memory_bound_cycles", unit: "cycles",
    "Cycles that the least possible DRAM traffic of the operator takes at peak bandwidth."
  ) { .decimal($0.record.memoryBoundCycles) },
  Metric(
    "roofline_cycles", unit: "cycles", "The larger of compute_bound_cycles and memory_bound_cycles."
  ) { .decimal($0.record.rooflineCycles) },
  Metric(
    "roofline_fraction", unit: "fraction",
    "roofline_cycles ÷ the operator's cycles (as for utilisation): 1 is as fast as the chip can be. Never above 1: "
      + "an operator whose weights came under the operator before counts as 1."
  ) { .decimal(unlessNil: $0.rooflineFraction) },
]

private let work: [Metric<OperatorRow>] = [
  Metric(
    "macs", unit: "multiply-accumulates",
    "Multiply-accumulates of the operator's definition, padding included, as published counts do, on whatever engine."
  ) { .integer($0.record.multiplyAccumulates) },
  Metric(
    "scalar_operations", unit: "operations",
    "Scalar operations outside multiply-accumulates; a transcendental function counts 8."
  ) { .integer($0.record.scalarOperations) },
  Metric(
    "matrix_busy_cycles", unit: "cycles", "Busy cycles of the matrix engines, summed over the cores."
  ) { .integer($0.record.matrixBusyCycles) },
  Metric(
    "vector_busy_cycles", unit: "cycles", "Busy cycles of the vector engines, summed over the cores."
  ) { .integer($0.record.vectorBusyCycles) },
  Metric("host_busy_cycles", unit: "cycles", "Busy cycles of the host core.") {
    .integer($0.record.hostBusyCycles)
  },
  Metric("commands", unit: "commands", "Commands that the engines executed for the operator.") {
    .integer($0.record.commandCount)
  },
]

private let traffic: [Metric<OperatorRow>] = [
  Metric(
    "dram_read_bytes", unit: "bytes", "Bytes that moved out of DRAM for the operator, in whole requests."
  ) {
    .integer($0.record.dramReadBytes)
  },
  Metric("dram_write_bytes", unit: "bytes", "Bytes that moved into DRAM for the operator, in whole requests.")
  {
    .integer($0.record.dramWriteBytes)
  },
  Metric("copy_bytes", unit: "bytes", "Bytes copied between cores for the operator.") {
    .integer($0.record.copyBytes)
  },
  Metric(
    "energy_pj", unit: "pJ",
    "Estimated energy of the operator, DRAM and host included: the sum of its energy_…_pj columns, to the last digit."
  ) { .decimal($0.energy.total.picojoules) },
]

private let verdict: [Metric<OperatorRow>] = [
  Metric(
    "verified",
    "pass when every element of the output was within its bound of the reference (integers: equal), else fail. "
      + "Empty when the run had no numerics or the output was not compared."
  ) { row in row.comparison.map { .text($0.passed ? "pass" : "fail") } ?? .unknown },
  Metric("mismatches", unit: "elements", "Elements of the output outside the bound.") { row in
    row.comparison.map { .integer($0.mismatches) } ?? .unknown
  },
  Metric(
    "largest_error", unit: "", "Largest absolute difference from the reference, in real numbers."
  ) { row in row.comparison.map { .decimal($0.largestError) } ?? .unknown },
  Metric(
    "error_of_bound", unit: "fraction",
    "Largest error as a fraction of the bound that its element type and length of sum allow; 0 when exact."
  ) { row in row.comparison.map { .decimal($0.worstErrorOfBound) } ?? .unknown },
]

private let usefulTraffic: [Metric<OperatorRow>] = [
  Metric(
    "dram_read_useful_bytes", unit: "bytes", "The part of dram_read_bytes that the operator asked for."
  ) { .integer($0.record.dramUsefulReadBytes) },
  Metric(
    "dram_write_useful_bytes", unit: "bytes", "The part of dram_write_bytes that the operator's data are."
  ) { .integer($0.record.dramUsefulWriteBytes) },
]

private let energyBreakdown: [Metric<OperatorRow>] = EnergyComponent.allCases.map { component in
  Metric("energy_\(component.rawValue)_pj", unit: "pJ", component.definition) {
    .decimal($0.energy[component].picojoules)
  }
}

extension Cell {
  static func decimal(unlessNil number: Double?) -> Cell { number.map { .decimal($0) } ?? .unknown }
}
