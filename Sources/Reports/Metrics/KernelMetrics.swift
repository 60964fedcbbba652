import Studies

/// Columns of `tilewright bench kernels --csv`.
public let kernelMetrics: [Metric<KernelBenchmark.Row>] = [
  Metric("kernel", "What is computed, in one thread.") { .text($0.kernel.rawValue) },
  Metric("workload", "What it is computed on.") { .text($0.kernel.workload) },
  Metric(
    "giga_operations_per_second", unit: "10⁹ operations/s",
    "Operations per processor second of the fastest of some tries; a multiply-accumulate counts two. Empty for "
      + "functions of elements."
  ) { $0.gigaOperationsPerSecond.map { .decimal($0) } ?? .unknown },
  Metric(
    "ns_per_element", unit: "ns",
    "Processor time for each element, of the fastest of some tries. Empty for sums of products."
  ) { $0.nanosecondsPerElement.map { .decimal($0) } ?? .unknown },
]
