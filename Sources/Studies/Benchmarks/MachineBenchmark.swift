import Tensors

/// The runs that Tilewright's own speed is judged by: real models, every DRAM request simulated. Memory and network are
/// simulated by their rates where nothing else is said.
public enum MachineBenchmark: String, Sendable, CaseIterable {
  case product = "gemm 1024³ on quad-128"
  case resnet = "resnet50 on quad-128"
  case bert = "bert-base, 128 tokens, on quad-128"
  case resnetByCommands = "resnet50 on quad-128, DRAM commands"
  case resnetOnEdge = "resnet50 on edge-npu, DRAM commands and flits"
  case resnetOnMesh = "resnet50 on quad-128-mesh, DRAM commands and flits"
  case resnetInLockstep = "resnet50 on quad-128, numerics in lockstep"

  /// What one run did, and what it took of this machine.
  public struct Row: Sendable {
    /// Cycles of the simulated chip.
    public var cycles: Int
    /// Events that the simulation processed.
    public var events: Int
    /// DRAM requests that were simulated.
    public var requests: Int
    /// Processor seconds from reading the files to the end of the run.
    public var cpuSeconds: Double
  }

  /// - Throws: what `Simulation` throws, when the chip or the model is not there.
  public func measure() throws -> Row {
    let start = ProcessUsage.cpuSeconds
    let result = try Simulation(chip: chip, model: model, options: options).run()
    let seconds = ProcessUsage.cpuSeconds - start
    let dram = result.record.memories.first { $0.memory == .dram }
    return Row(
      cycles: result.record.elapsedCycles, events: result.record.eventsProcessed,
      requests: dram?.accesses ?? 0, cpuSeconds: seconds)
  }

  private var chip: String {
    switch self {
    case .product, .resnet, .bert, .resnetByCommands, .resnetInLockstep: "quad-128"
    case .resnetOnEdge: "edge-npu"
    case .resnetOnMesh: "quad-128-mesh"
    }
  }

  private var model: String {
    switch self {
    case .product: "gemm"
    case .resnet, .resnetByCommands, .resnetOnEdge, .resnetOnMesh, .resnetInLockstep: "resnet50"
    case .bert: "bert-base"
    }
  }

  private var options: SimulationOptions {
    var options = SimulationOptions()
    if self != .resnetOnEdge { options.precision = .float16 }
    options.numerics = self == .resnetInLockstep
    if !isDetailed { options.fidelity = .fast }
    switch self {
    case .product: options.settings = ["m": 1024, "n": 1024, "k": 1024]
    case .bert: options.settings = ["sequence": 128]
    default: break
    }
    return options
  }

  private var isDetailed: Bool {
    switch self {
    case .resnetByCommands, .resnetOnEdge, .resnetOnMesh: true
    case .product, .resnet, .bert, .resnetInLockstep: false
    }
  }
}
