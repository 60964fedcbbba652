/// Engines around a scratchpad.
public struct Core: Sendable {
  public var name: String
  public var clockHertz: Int
  /// nil for a core without one, such as a vector DSP.
  public var matrix: MatrixEngine?
  public var vector: VectorEngine?
  public var scratchpad: Scratchpad
  /// Where the matrix engine adds partial sums (32-bit each). Present if and only if `matrix` is.
  public var accumulator: Accumulator?
  public var dma: DMAEngine
}

public struct VectorEngine: Sendable, Hashable {
  /// Scalar operations (32-bit) per cycle.
  public var lanes: Int
  /// Cycles from the first operand to the first result of a command.
  public var pipelineDepthCycles: Int
}

public struct DMAEngine: Sendable, Hashable {
  /// Requests of `requestBytes` that may be in flight, for loads and stores each.
  public var outstandingRequests: Int
  /// Requests issued per cycle at most.
  public var requestsPerCycle: Int
  /// Cycles to set up a transfer before its first request.
  public var setupCycles: Int
}

/// A general-purpose core that runs whatever has no form, through the reference kernel, on data in DRAM.
public struct HostCore: Sendable, Hashable {
  public var clockHertz: Int
  /// Scalar operations per cycle sustained.
  public var operationsPerCycle: Double
  /// Cycles to start one operator.
  public var startupCycles: Int
  public var dma: DMAEngine
}
