import Chips
import Graphs
import Mapping
import Tensors

/// Everything a simulated run measured. Cycles are cycles of the fastest core clock unless a name says otherwise.
public struct RunRecord: Sendable {
  public var chip: String
  public var model: String
  /// How closely each part was simulated.
  public var levels: SimulatedLevels
  /// From time zero to the end of the last command.
  public var elapsedFemtoseconds: UInt64
  public var clockHertz: Int
  /// `elapsedFemtoseconds` in cycles, rounded up to whole ones.
  public var elapsedCycles: Int
  public var operators: [OperatorRecord]
  public var engines: [EngineRecord]
  public var memories: [MemoryRecord]
  /// The channels of the DRAM, then the banks of the shared buffer.
  public var banks: [BankRecord]
  /// The channels of the DRAM at `command` level; empty at `bandwidth` level.
  public var dramChannels: [DRAMChannelRecord]
  public var network: NetworkRecord
  public var counters: Counters
  /// Start and end of each command, by command index; empty unless asked for.
  public var timeline: [CommandInterval]
  /// What the numerics proved; nil when the run was timing only.
  public var verification: Verification?
  public var eventsProcessed: Int

  /// `elapsedFemtoseconds` in seconds.
  public var seconds: Double { Double(elapsedFemtoseconds) / 1e15 }
}

/// One operator of the run.
public struct OperatorRecord: Sendable {
  public var node: Int
  public var name: String
  public var operation: String
  public var outputShape: [Int]
  public var element: ElementType
  /// Time of its first command's start and its last command's end; without commands both are the end of all work
  /// before it.
  public var startFemtoseconds: UInt64
  public var endFemtoseconds: UInt64
  /// Cycles by which this operator moved the end of all work so far: they sum to the run's `elapsedCycles`.
  public var cycles: Int
  /// Of the operator's definition, on whatever engine they were done.
  public var multiplyAccumulates: Int
  /// Outside multiply-accumulates, as the definition counts them.
  public var scalarOperations: Int
  /// Cycles of the roofline (see `OperatorPlan`).
  public var computeBoundCycles: Double
  public var memoryBoundCycles: Double
  /// Bytes that moved between DRAM and the network: whole requests.
  public var dramReadBytes: Int
  public var dramWriteBytes: Int
  /// The part of them that was asked for.
  public var dramUsefulReadBytes: Int
  public var dramUsefulWriteBytes: Int
  /// Bytes copied between cores.
  public var copyBytes: Int
  /// Busy cycles of the matrix engines for it, summed over cores.
  public var matrixBusyCycles: Int
  public var vectorBusyCycles: Int
  public var hostBusyCycles: Int
  public var commandCount: Int
  /// What was counted for it in the cores, by core; cores that did nothing for it are left out.
  public var coreActivity: [CoreActivity]
  public var hostOperations: Int
  /// Bytes that moved in and out of the shared buffer, whole requests.
  public var sharedBufferBytes: Int
  /// Bytes of packets times links that they crossed, heads included.
  public var linkBytes: Int

  /// No schedule can be faster.
  public var rooflineCycles: Double { max(computeBoundCycles, memoryBoundCycles) }
}

/// Work and traffic of one core for one operator.
public struct CoreActivity: Sendable, Hashable {
  public var core: Int
  /// Useful ones of the matrix engine, by element type.
  public var multiplyAccumulates: [ElementType: Int] = [:]
  /// Bits through multiplexers of two in front of the PEs: of weights that are unpacked, of operands that are selected.
  public var selectedBits = 0
  public var vectorOperations = 0
  /// Read and written, in whole accesses.
  public var scratchpadBytes = 0
  public var accumulatorBytes = 0
}

/// Why an engine did not work in a cycle.
public enum StallCause: String, Sendable, CaseIterable {
  /// Its next command waits for data that an engine has yet to produce or bring.
  case dependency
  /// Requests are out and the memory has not answered.
  case memory
  /// The outstanding-request limit or a full queue downstream holds it.
  case backpressure
  /// Scratchpad bank conflicts.
  case bankConflict = "bank_conflict"
  /// No command left in its queue.
  case idle
}

public struct EngineRecord: Sendable {
  public var engine: EngineIdentifier
  public var commandCount: Int
  public var busyCycles: Int
  /// One entry per `StallCause`, in its order. `busyCycles` and these sum to the run's `elapsedCycles`.
  public var stallCycles: [Int]
}

public struct MemoryRecord: Sendable {
  public var memory: MemoryIdentifier
  /// Bytes that moved: whole requests (DRAM, shared buffer) or words of a bank (scratchpad, accumulator).
  public var readBytes: Int
  public var writtenBytes: Int
  /// The part of them that was asked for.
  public var usefulReadBytes: Int
  public var usefulWrittenBytes: Int
  /// Requests served (DRAM, shared buffer) or bank accesses (scratchpad).
  public var accesses: Int
}

/// A channel of the DRAM or a bank of the shared buffer: what moved, in whole requests.
public struct BankRecord: Sendable, Hashable {
  public var memory: MemoryIdentifier
  public var bank: Int
  public var readBytes: Int
  public var writtenBytes: Int
}

public struct NetworkRecord: Sendable {
  public var packets: Int
  public var bytes: Int
  /// Link-width units times links crossed.
  public var flitHops: Int
  /// Bytes times links crossed, heads included.
  public var linkBytes: Int
  /// Busy cycles (network clock) of each link: into the network and out of it, an endpoint each (cores, ports of the
  /// shared buffer, ports of the DRAM, host), then those of `routerLinks`.
  public var linkBusyCycles: [Int]
  /// The routers at both ends of every link between routers. Endpoint `i` is node `i` of the topology: on rings, meshes
  /// and tori it has router `i`, on a crossbar all share one.
  public var routerLinks: [RouterLink]
  /// From a packet's sending to the arrival of its tail, in cycles of the network's clock; nil at `packet` level.
  public var latency: LatencyRecord?
}

public struct RouterLink: Sendable, Hashable {
  public var from: Int
  public var to: Int
}

/// Totals of the work.
public struct Counters: Sendable {
  /// Useful multiply-accumulates of the matrix engines, by element type name.
  public var multiplyAccumulates: [String: Int] = [:]
  /// Those of the vector engines (depthwise convolutions), by element type name. `vectorOperations` counts them, too.
  public var vectorMultiplyAccumulates: [String: Int] = [:]
  public var vectorOperations: Int = 0
  public var hostOperations: Int = 0
  /// Whole requests, and the part of them that was asked for.
  public var dramReadBytes: Int = 0
  public var dramWriteBytes: Int = 0
  public var dramUsefulReadBytes: Int = 0
  public var dramUsefulWriteBytes: Int = 0
  public var commands: Int = 0

  public init() {}
}

public struct CommandInterval: Sendable {
  public var startFemtoseconds: UInt64
  public var endFemtoseconds: UInt64
}

/// The verdict of a run with numerics.
public struct Verification: Sendable {
  public var comparisons: [OutputComparison]
  public var hazards: [Hazard]
  /// The graph's outputs as they lay in memory after the last command.
  public var outputs: [ValueIndex: Tensor] = [:]
  public var passed: Bool { hazards.isEmpty && comparisons.allSatisfy(\.passed) }
}

/// One operator output beside the reference kernel applied to the operands that the simulated memories held.
public struct OutputComparison: Sendable {
  public var node: Int
  public var name: String
  public var elements: Int
  /// Elements outside the bound.
  public var mismatches: Int
  public var largestError: Double
  /// Largest error as a fraction of its bound; 0 for exact comparisons that hold.
  public var worstErrorOfBound: Double
  /// Whether the comparison was bit for bit.
  public var exact: Bool
  /// A hash of the output's bytes: equal runs have equal digests.
  public var digest: UInt64
  public var passed: Bool { mismatches == 0 }
}

/// A read of data that was not there, or an overwrite of data still needed.
public struct Hazard: Sendable, Hashable {
  public enum Kind: String, Sendable {
    case readBeforeWrite = "read before write"
    case overwrittenBeforeRead = "overwritten before read"
    case overwrittenDuringRead = "overwritten during read"
    case outOfBounds = "outside the memory"
  }
  public var kind: Kind
  public var command: Int
  public var memory: MemoryIdentifier
  public var address: Int
  public var cycle: Int
  /// In words, naming command, tile, operator and cycle.
  public var text: String
}
