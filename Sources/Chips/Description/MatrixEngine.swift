import Tensors

public struct MatrixEngine: Sendable, Hashable {
  public var array: ArrayKind
  /// PEs along which the reduction (ws, is, dot product) or output rows (os) run.
  public var rows: Int
  /// PEs along which output columns (ws, os, dot product) or output rows (is) run.
  public var columns: Int
  /// Element types the PEs multiply, the chip's preferred one first, each with the cycles one step takes
  /// (1 = full rate, 2 = half rate).
  public var precisions: [MatrixPrecision]
  /// Weights of this N:M sparsity are stored without what is left out, and take N/M of the reduction's steps: every PE has the
  /// M activations of its weight's group before it and takes the one that the weight's index names. nil: zeros are multiplied.
  public var sparsity: StructuredSparsity?

  public init(
    array: ArrayKind, rows: Int, columns: Int, precisions: [MatrixPrecision],
    sparsity: StructuredSparsity? = nil
  ) {
    self.array = array
    self.rows = rows
    self.columns = columns
    self.precisions = precisions
    self.sparsity = sparsity
  }
}

extension MatrixEngine {
  /// nil when the PEs do not multiply this type. Unsigned 8-bit integers go where signed ones do: a zero point moved
  /// by 128 turns one into the other.
  public func cyclesPerStep(_ element: ElementType) -> Int? {
    if let precision = precisions.first(where: { $0.element == element }) { return precision.cyclesPerStep }
    return element == .uint8 ? cyclesPerStep(.int8) : nil
  }

  /// Every PE busy; 0 when the PEs do not multiply this type.
  public func peakMultiplyAccumulatesPerCycle(_ element: ElementType) -> Double {
    guard let cyclesPerStep = cyclesPerStep(element) else { return 0 }
    return Double(rows * columns) / Double(cyclesPerStep)
  }
}

public struct MatrixPrecision: Sendable, Hashable {
  public var element: ElementType
  /// Cycles in which the array advances by one step. Wider operands than the wires and multipliers are built
  /// for take several, for loading and for draining as well as for multiplying.
  public var cyclesPerStep: Int
}

/// What the array is and how operands and results travel in it.
public enum ArrayKind: Sendable, Hashable {
  case systolic(Systolic)
  /// `rows` products summed by a tree in each of `columns` lanes (NVDLA: atomic-C × atomic-K),
  /// `pipelineDepthCycles` deep.
  case dotProduct(pipelineDepthCycles: Int)
}

public struct Systolic: Sendable, Hashable {
  public var dataflow: Dataflow
  /// How os results leave. Without meaning for the other dataflows (`block`).
  public var outputDrain: OutputDrain
  /// How stationary operands (ws weights, is inputs) arrive. Without meaning for os (`serial`).
  public var stationaryLoading: StationaryLoading
  /// Whether edge tiles cost only the rows and columns they use.
  public var trimsEdgeTiles: Bool

  public init(
    dataflow: Dataflow, outputDrain: OutputDrain, stationaryLoading: StationaryLoading, trimsEdgeTiles: Bool
  ) {
    self.dataflow = dataflow
    self.outputDrain = outputDrain
    self.stationaryLoading = stationaryLoading
    self.trimsEdgeTiles = trimsEdgeTiles
  }
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

/// ws/is: `serial` before the tile; `chain` behind the last activation, whole column chain; `tagged` words
/// that follow the wavefront; the `shadow…` kinds load a second register under the current tile.
public enum StationaryLoading: String, Sendable, Hashable, CaseIterable {
  case serial, chain, tagged
  case shadowChain = "shadow-chain"
  case shadowTagged = "shadow-tagged"
}
