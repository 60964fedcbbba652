import Tensors

/// A chip as its file describes it, validated, units resolved: hertz, bytes, bytes per cycle.
public struct Chip: Sendable {
  public var name: String
  public var summary: String
  /// Source of each figure, keyed by the JSON path it belongs to.
  public var sources: [String: String]
  /// Compute cores, expanded (`"count": 4` in the file gives four).
  public var cores: [Core]
  public var host: HostCore
  /// A memory on the chip that every core reaches through the network, before DRAM. nil when there is none.
  public var sharedBuffer: SharedBuffer?
  public var dram: DRAM
  public var network: Network
}

/// Engines around a scratchpad.
public struct Core: Sendable {
  public var name: String
  public var clockHertz: Int
  public var matrix: MatrixEngine?
  public var vector: VectorEngine?
  public var scratchpad: Scratchpad
  /// Where the matrix engine adds partial sums (32-bit each). Present if and only if `matrix` is.
  public var accumulator: Accumulator?
  public var dma: DMAEngine
}

public struct MatrixEngine: Sendable, Hashable {
  public var array: ArrayKind
  /// PEs along which the reduction (ws, dot product) or output rows (os) run.
  public var rows: Int
  public var columns: Int
  /// Element types the PEs multiply, the chip's preferred one first, each with the cycles one step takes
  /// (1 = full rate, 2 = half rate).
  public var precisions: [MatrixPrecision]
}

public struct MatrixPrecision: Sendable, Hashable {
  public var element: ElementType
  public var cyclesPerStep: Int
}

/// What the array is and how operands and results travel in it.
public enum ArrayKind: Sendable, Hashable {
  case systolic(Systolic)
  /// `rows` products summed by a tree in each of `columns` lanes (NVDLA: atomic-C × atomic-K), `pipelineDepthCycles` deep.
  case dotProduct(pipelineDepthCycles: Int)
}

public struct Systolic: Sendable, Hashable {
  public var dataflow: Dataflow
  /// How os results leave.
  public var outputDrain: OutputDrain
  /// How stationary operands (ws weights, is inputs) arrive.
  public var stationaryLoading: StationaryLoading
  /// Whether edge tiles cost only the rows and columns they use.
  public var trimsEdgeTiles: Bool
}

public enum Dataflow: String, Sendable, Hashable, CaseIterable {
  case weightStationary = "weight-stationary"
  case outputStationary = "output-stationary"
  case inputStationary = "input-stationary"
}

/// os: `block` shifted out by the accumulators themselves, `shadow` by a second register under the next tile,
/// `bus` over column buses.
public enum OutputDrain: String, Sendable, Hashable, CaseIterable {
  case block, shadow, bus
}

/// ws/is: `serial` before the tile; `chain` behind the last activation, whole column chain; `tagged` words that
/// follow the wavefront; the `shadow…` kinds load a second register under the current tile.
public enum StationaryLoading: String, Sendable, Hashable, CaseIterable {
  case serial, chain, tagged
  case shadowChain = "shadow-chain"
  case shadowTagged = "shadow-tagged"
}

public struct VectorEngine: Sendable, Hashable {
  /// Scalar operations (32-bit) per cycle.
  public var lanes: Int
  /// Cycles from the first operand to the first result of a command.
  public var pipelineDepthCycles: Int
}

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

public struct DMAEngine: Sendable, Hashable {
  /// Requests of `requestBytes` that may be in flight, for loads and stores each.
  public var outstandingRequests: Int
  /// Requests issued per cycle at most.
  public var requestsPerCycle: Int
  /// Cycles to set up a transfer before its first request.
  public var setupCycles: Int
}

public struct SharedBuffer: Sendable, Hashable {
  public var capacityBytes: Int
  public var clockHertz: Int
  public var banks: Int
  public var bytesPerCyclePerBank: Int
  public var latencyCycles: Int
}

/// DRAM as the `bandwidth` level sees it: channels that deliver bytes at a rate, after a latency.
public struct DRAM: Sendable, Hashable {
  /// Standard the figures belong to, such as `HBM2`; command-level timing will hang on it.
  public var standard: String
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
}

public struct Network: Sendable, Hashable {
  public var topology: Topology
  public var clockHertz: Int
  /// Bytes a link carries per cycle and direction.
  public var linkWidthBytes: Int
  /// Cycles from a packet's head leaving one router to its leaving the next.
  public var hopLatencyCycles: Int
  /// Bytes of a packet's head (address, command).
  public var headerBytes: Int
}

public enum Topology: Sendable, Hashable {
  case crossbar
  case ring
  case mesh(columns: Int, rows: Int)
  case torus(columns: Int, rows: Int)
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
