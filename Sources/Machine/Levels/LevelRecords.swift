import DRAM

/// Latencies in cycles of the component's own clock. Percentiles are exact below 1,024 cycles, above that at most 0.2 %
/// too high.
public struct LatencyRecord: Sendable, Hashable {
  public var count: Int
  public var meanCycles: Double
  public var medianCycles: Int
  public var p99Cycles: Int
  public var maximumCycles: Int
}

/// What one channel of the DRAM did at `command` level, its pseudo-channels together. Cycles are those of the memory's
/// command clock.
public struct DRAMChannelRecord: Sendable {
  public var channel: Int
  public var clockFemtoseconds: UInt64
  /// Commands, and cycles of the data buses: those with data and those lost to each cause sum to `busCycles`.
  public var statistics: DRAMStatistics
  /// Cycles of all data buses of the channel, until the run was over and the last write was in the devices.
  public var busCycles: Int
  public var burstBytes: Int
  /// Bytes over the data buses, in whole bursts.
  public var readBytes: Int { statistics.count(of: .read) * burstBytes }
  public var writtenBytes: Int { statistics.count(of: .write) * burstBytes }
  /// From the arrival of a read request at the channel to the last of its data; nil without reads.
  public var readLatency: LatencyRecord?
  /// Of the devices, in joules; nil where the memory's file gives no currents.
  public var energy: DRAMEnergy?

  /// The part of its cycles in which the bus carried data.
  public var fractionOfPeak: Double {
    busCycles == 0 ? 0 : Double(statistics.busyCycles) / Double(busCycles)
  }
}
