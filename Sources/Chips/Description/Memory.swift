public struct Scratchpad: Sendable, Hashable {
  public var capacityBytes: Int
  public var banks: Int
  /// Bytes a bank's port delivers or takes per cycle.
  public var bankWidthBytes: Int
  /// Accesses a bank serves per cycle.
  public var portsPerBank: Int
}

public struct Accumulator: Sendable, Hashable {
  public var capacityBytes: Int
}

public struct SharedBuffer: Sendable, Hashable {
  public var capacityBytes: Int
  public var clockHertz: Int
  public var banks: Int
  public var bytesPerCyclePerBank: Int
  public var latencyCycles: Int
  /// Network nodes that the banks hang on, spread evenly.
  public var networkPorts: Int
}

/// DRAM as the `bandwidth` level sees it: channels that deliver bytes at a rate, after a latency. What the `command`
/// level plays is in the memory file that `preset` names.
public struct DRAM: Sendable, Hashable {
  /// Standard the figures belong to, such as `HBM2`: energy is estimated by it.
  public var standard: String
  /// Memory file of one channel, for the `command` level: a name in `chips/dram`, or a path. nil where there is none:
  /// then the chip can be played at `bandwidth` level only.
  public var preset: String?
  public var channels: Int
  /// Over all channels.
  public var bandwidthBytesPerSecond: Int
  /// From a request's arrival at an idle channel to its first data, in nanoseconds.
  public var latencyNanoseconds: Double
  public var capacityBytes: Int
  /// Bytes of one request (burst).
  public var requestBytes: Int
  /// Consecutive bytes on one channel before the next channel follows.
  public var interleaveBytes: Int
  /// Network nodes that the channels hang on, spread evenly: a memory faster than one link needs several.
  public var networkPorts: Int
}
