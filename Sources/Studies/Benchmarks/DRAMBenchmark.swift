import DRAM

/// How fast the DRAM controller is: traffic that keeps one channel of DDR4-2400 busy, and traffic that leaves it idle for
/// most of the time.
public enum DRAMBenchmark: String, Sendable, CaseIterable {
  case sequential = "sequential reads, saturating"
  case random = "random reads, saturating"
  case mixed = "random reads and writes, saturating"
  case quarterLoad = "sequential reads, 25 % load"
  case chase = "random reads, one at a time"

  public static let memory = "ddr4-2400"
  private static let requests = 200_000
  private static let tries = 3

  public struct Row: Sendable {
    public var benchmark: DRAMBenchmark
    /// Cycles of the memory's command clock.
    public var cycles: Int
    public var requests: Int
    /// Processor seconds of one run, the least of some tries.
    public var cpuSeconds: Double
  }

  /// - Throws: what `DRAMConfiguration` throws, when the memory's file is not there.
  public func measure() throws -> Row {
    let configuration = try DRAMConfiguration.read(Shelf.memories.file(named: Self.memory))
    let standard = configuration.standard
    let trace = pattern.records(count: Self.requests, burst: standard.organisation.burstBytes)
    var cycles = 0
    let seconds = try ProcessUsage.leastSeconds(of: Self.tries) {
      var run = try DRAMTraceRun(
        standard, policy: configuration.policy, map: configuration.addressMap, trace: trace, mode: mode)
      cycles = run.run().cycles
    }
    return Row(benchmark: self, cycles: cycles, requests: trace.count, cpuSeconds: seconds)
  }

  private var pattern: DRAMPattern {
    switch self {
    case .sequential, .quarterLoad: .sequentialReads
    case .random, .chase: .random
    case .mixed: .randomMixed
    }
  }

  private var mode: InjectionMode {
    switch self {
    case .sequential, .random, .mixed: .saturating
    case .quarterLoad: .paced(16)
    case .chase: .serial
    }
  }
}
