import DRAM
import Graphs
import Network
import Tensors

/// How a program is run.
public struct MachineOptions: Sendable {
  /// Whether the memories hold bytes, every command computes, and the outputs are verified. The timing is the same
  /// either way.
  public var numerics: Bool
  /// The graph's inputs by value index; those not given are filled by the graph's seeded formula.
  public var inputs: [ValueIndex: Tensor]
  /// Whether cycles and sums of matrix commands are found out by stepping every register of the array, not by closed
  /// form and kernels. Cycles and sums of integers are the same, those of floating point are added up in the
  /// array's order; it takes longer.
  public var stepsMatrixRegisters: Bool
  /// The memory file of a channel, to play the DRAM at `command` level; nil for `bandwidth` level.
  public var dram: DRAMConfiguration?
  public var network: NetworkLevel
  /// Whether the record tells start and end of every command.
  public var collectsTimeline: Bool
  /// A fault of the machine itself (a late load, a flipped element); faults of the schedule are in the program.
  public var fault: MachineFault?
  /// Called now and then with the number of commands completed and their total.
  public var progress: (@Sendable (_ completed: Int, _ total: Int) -> Void)?

  /// How closely each part is simulated.
  public var levels: SimulatedLevels {
    SimulatedLevels(
      matrix: stepsMatrixRegisters ? .register : .tile, dram: dram == nil ? .bandwidth : .command,
      network: network)
  }

  public init(
    numerics: Bool = true, inputs: [ValueIndex: Tensor] = [:], stepsMatrixRegisters: Bool = false,
    dram: DRAMConfiguration? = nil, network: NetworkLevel = .packet, collectsTimeline: Bool = false,
    fault: MachineFault? = nil,
    progress: (@Sendable (_ completed: Int, _ total: Int) -> Void)? = nil
  ) {
    self.numerics = numerics
    self.inputs = inputs
    self.stepsMatrixRegisters = stepsMatrixRegisters
    self.dram = dram
    self.network = network
    self.collectsTimeline = collectsTimeline
    self.fault = fault
    self.progress = progress
  }
}

/// A fault that happens inside the machine while it plays a correct program.
public enum MachineFault: Sendable, Hashable {
  /// Two commands that follow one another in an engine's queue have changed places.
  case swappedCommands(first: Int, second: Int)
  /// The data of this transfer arrive some cycles of the fastest core clock after its completion was signalled.
  case lateData(command: Int, cycles: Int)
  /// One element of what this command writes has a bit flipped on its way.
  case corruptElement(command: Int, element: Int, bit: Int)
}
