/// The figures of a trace run that people compare memories by.
public struct DRAMReport: Sendable {
  public let configuration: DRAMConfiguration
  public let trace: String
  public let mode: String
  public let result: DRAMTraceResult
  private let sortedLatencies: [Int]

  public init(configuration: DRAMConfiguration, trace: String, mode: String, result: DRAMTraceResult) {
    self.configuration = configuration
    self.trace = trace
    self.mode = mode
    self.result = result
    sortedLatencies = result.readLatencies.sorted()
  }

  public var seconds: Double { Double(result.cycles) * configuration.standard.clockPicoseconds * 1e-12 }

  /// Bytes that went over the data buses.
  public var bytes: Int {
    (result.count(of: .read) + result.count(of: .write)) * configuration.standard.organisation.burstBytes
  }

  public var bytesPerSecond: Double { seconds > 0 ? Double(bytes) / seconds : 0 }

  public var peakBytesPerSecond: Double { configuration.standard.peakBytesPerSecond }

  public var fractionOfPeak: Double { bytesPerSecond / peakBytesPerSecond }

  /// Mean cycles from a read's acceptance to its data; nil without reads.
  public var meanLatencyCycles: Double? {
    sortedLatencies.isEmpty ? nil : Double(sortedLatencies.reduce(0, +)) / Double(sortedLatencies.count)
  }

  /// The latency that a part of all reads does not exceed (nearest rank); nil without reads.
  public func latencyCycles(percentile: Double) -> Int? {
    guard !sortedLatencies.isEmpty else { return nil }
    let rank = Int((percentile / 100 * Double(sortedLatencies.count)).rounded(.up))
    return sortedLatencies[min(max(rank, 1), sortedLatencies.count) - 1]
  }

  public var maximumLatencyCycles: Int? { sortedLatencies.last }

  public var rowHitRate: Double {
    let columns = result.count(of: .read) + result.count(of: .write)
    return columns == 0 ? 0 : 1 - Double(result.count(of: .activate)) / Double(columns)
  }

  /// Cycles of all channels without data on the bus, by cause.
  public func lostCycles(to cause: LostCycleCause) -> Int {
    result.channels.reduce(0) { $0 + $1.lostCycles(to: cause) }
  }

  /// nil where the memory's file gives no currents.
  public var energy: DRAMEnergy? {
    configuration.standard.energy(of: result.channels.reduce(DRAMStatistics(), +), cycles: result.cycles)
  }
}
