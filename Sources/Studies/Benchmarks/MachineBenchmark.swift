import Tensors

/// The runs that Tilewright's own speed is judged by: real models on `quad-128`, every DRAM request simulated.
public enum MachineBenchmark: String, Sendable, CaseIterable {
  case product = "gemm 1024³, timing only"
  case resnet = "resnet50, timing only"
  case bert = "bert-base, 128 tokens, timing only"
  case resnetInLockstep = "resnet50, numerics in lockstep"

  public static let chip = "quad-128"

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
    let result = try Simulation(chip: Self.chip, model: model, options: options).run()
    let seconds = ProcessUsage.cpuSeconds - start
    let dram = result.record.memories.first { $0.memory == .dram }
    return Row(
      cycles: result.record.elapsedCycles, events: result.record.eventsProcessed,
      requests: dram?.accesses ?? 0, cpuSeconds: seconds)
  }

  private var model: String {
    switch self {
    case .product: "gemm"
    case .resnet, .resnetInLockstep: "resnet50"
    case .bert: "bert-base"
    }
  }

  private var options: SimulationOptions {
    var options = SimulationOptions()
    options.precision = .float16
    options.numerics = self == .resnetInLockstep
    options.fidelity = .fast
    switch self {
    case .product: options.settings = ["m": 1024, "n": 1024, "k": 1024]
    case .bert: options.settings = ["sequence": 128]
    case .resnet, .resnetInLockstep: break
    }
    return options
  }
}
