import Chips
import Graphs
import Tensors

/// What the machine plays: commands in per-engine queues, with the dependencies between them.
///
/// `commands` stands in emission order, which is a legal sequential order: a command depends only on earlier
/// ones. Each engine takes its own commands in that order (`engine` field) and starts one when all its
/// dependencies have completed.
public struct Program: Sendable {
  /// The graph the commands refer to (after all passes).
  public var graph: Graph
  /// Every operator that the commands belong to, in order. `operators[i]` is node `i` of the graph.
  public var operators: [OperatorPlan]
  public var commands: [Command]
  /// Indices of commands; `Command.dependencies` is a range of it.
  public var dependencies: [Int32]
  /// Where each value lives when it is in DRAM or in the shared buffer, by value index.
  public var homes: [Home?]
  /// Extent of the DRAM used, from address 0.
  public var dramBytes: Int
  /// What was decided for the graph as a whole, in words.
  public var notes: [String] = []
  /// Values that lie in blocks in their homes, and what that saves.
  public var layouts: [LayoutChoice] = []
  /// Stages that samples go through one behind the other; nil where operators run one after the other.
  public var pipeline: PipelinePlan?

  public init(
    graph: Graph, operators: [OperatorPlan], commands: [Command], dependencies: [Int32], homes: [Home?],
    dramBytes: Int
  ) {
    self.graph = graph
    self.operators = operators
    self.commands = commands
    self.dependencies = dependencies
    self.homes = homes
    self.dramBytes = dramBytes
  }
}

/// A memory of the chip.
public enum MemoryIdentifier: Sendable, Hashable {
  case dram
  case sharedBuffer
  case scratchpad(core: Int)
  case accumulator(core: Int)
}

/// An engine with a command queue of its own. `core` is an index into `Chip.cores`; the host is `.host`.
public enum EngineIdentifier: Sendable, Hashable {
  case load(core: Int)
  case store(core: Int)
  case copy(core: Int)
  case matrix(core: Int)
  case vector(core: Int)
  case host
}

public struct Command: Sendable {
  public var engine: EngineIdentifier
  public var action: Action
  /// Range of `Program.dependencies`.
  public var dependencies: Range<Int32>
  /// The node it works for.
  public var node: Int32
  /// Number of the tile within the node (all commands of one tile share it).
  public var tile: Int32

  public init(
    engine: EngineIdentifier, action: Action, dependencies: Range<Int32>, node: Int32, tile: Int32
  ) {
    self.engine = engine
    self.action = action
    self.dependencies = dependencies
    self.node = node
    self.tile = tile
  }
}

public enum Action: Sendable {
  /// load, store, copy: the same box of one tensor, from one memory to another.
  case transfer(from: View, to: View)
  /// load, copy: the same box of one tensor to several scratchpads, once over every link of a tree. The first is the
  /// engine's own core's where it loads.
  case multicast(from: View, to: [View])
  /// Matrix engine: `accumulator (+)= a · b` over some units of the reduction. Reads `a`, `b`; adds to or, if
  /// `clears`, replaces the accumulator.
  case contract(a: View, b: View, accumulator: View, reduction: Range<Int32>, clears: Bool)
  /// Vector engine: the tail of a contraction: accumulator → epilogue → output type. `operands` are the epilogue's
  /// further inputs in order of `Node.epilogueOperands`, nil where the value is not needed.
  case finish(accumulator: View, operands: [View?], output: View)
  /// Vector engine (or DMA for `.move`): one box of a tiled operator and its epilogue. `inputs` are the node's inputs
  /// in order, then `Node.epilogueOperands`.
  case compute(inputs: [View?], output: View)
  /// Host core: a whole operator on tensors in DRAM.
  case host(inputs: [View?], outputs: [View])
}

/// A box of a value as it lies in a memory: `layout` is the dense row-major box stored at `address`, `box` the part
/// of it that is meant. Partial sums in an accumulator have `element` `fp32` or `int32`.
public struct View: Sendable, Hashable {
  public var value: Int32
  public var memory: MemoryIdentifier
  public var address: Int
  public var layout: Box
  public var box: Box
  public var element: ElementType

  public init(
    value: Int32, memory: MemoryIdentifier, address: Int, layout: Box, box: Box, element: ElementType
  ) {
    self.value = value
    self.memory = memory
    self.address = address
    self.layout = layout
    self.box = box
    self.element = element
  }

  /// Bytes the stored box takes from `address` on.
  public var storedBytes: Int { element.byteCount(of: layout.elementCount) }
  /// Bytes of the part that is meant.
  public var byteCount: Int { element.byteCount(of: box.elementCount) }
}

/// What the mapper decided for one operator, and what it expected of it: the text behind `--explain`.
public struct OperatorPlan: Sendable {
  public var node: NodeIndex
  /// Commands of this operator, a range of `Program.commands`. Prefetched loads are in the range of the operator
  /// that uses them; operators that are computed together or in stages share one range.
  public var commands: Range<Int>
  public var work: Work
  /// Useful compute cycles at the peak of all cores' engines of the kind the operator runs on.
  public var computeBoundCycles: Double
  /// Cycles that the least possible DRAM traffic takes at peak bandwidth.
  public var memoryBoundCycles: Double
  /// Cycles the mapper's cost model expects.
  public var expectedCycles: Double
  /// In words: form, placement over cores, tile sizes, loop order, residency, and why.
  public var decisions: [String]
  /// How it is divided over cores, beside the other ways.
  public var split: SplitChoice
  /// What it saves to compute it together with others, slice by slice; nil when it is computed on its own.
  public var stream: StreamGain?
  /// Which stage of `Program.pipeline` it belongs to.
  public var stage: Int?

  public init(
    node: NodeIndex, commands: Range<Int>, work: Work, computeBoundCycles: Double,
    memoryBoundCycles: Double, expectedCycles: Double, decisions: [String],
    split: SplitChoice = SplitChoice()
  ) {
    self.node = node
    self.commands = commands
    self.work = work
    self.computeBoundCycles = computeBoundCycles
    self.memoryBoundCycles = memoryBoundCycles
    self.expectedCycles = expectedCycles
    self.decisions = decisions
    self.split = split
  }

  /// The roofline: no schedule can be faster.
  public var rooflineCycles: Double { max(computeBoundCycles, memoryBoundCycles) }
}

extension Program {
  /// Operators that are computed together with others, slice by slice.
  public var streamedOperators: [OperatorPlan] { operators.filter { $0.stream != nil } }
}
