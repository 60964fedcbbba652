import Tilewright

/// `tilewright verify CHIP MODEL`: numerics and hazards, operator by operator.
enum VerifyCommand: Command {
  static let specification = CommandSpecification(
    name: "verify",
    summary: "Hold every operator's output against the reference; break the schedule on purpose",
    operands: ModelOptions.operands,
    options: ModelOptions.options + MappingArguments.options + [
      .init(name: "--inject", value: "N", summary: "break the schedule in N ways; each must be caught"),
      .init(name: "--seed", value: "S", summary: "which ways (1)"),
    ],
    example: "verify teaching-4x4 matmul-4x4 --inject 20 --seed 7")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let breaks = try arguments.integer("--inject", in: 1...1_000_000)
    let seed = try arguments.integer("--seed", in: 0...Int.max) ?? 1
    var options = try ModelOptions.parse(arguments)
    try MappingArguments.apply(arguments, to: &options)
    let simulation = try Simulation(
      chip: arguments.operand("CHIP"), model: arguments.operand("MODEL"), options: options)
    console.writeWarnings(simulation.warnings)
    if let breaks {
      // Where nobody asks for more, a thousand broken runs take the fast levels.
      let fidelity = arguments.value("--fidelity") == nil ? nil : options.fidelity
      return try inject(breaks, seed: seed, into: simulation, fidelity, console)
    }
    let run = RunRow(try simulation.run(on: console))
    guard let verification = run.record.verification else { return .fault }
    console.write(VerificationTable(verification).text + "\n" + ResultTable(run).verdict + "\n")
    return verification.passed ? .done : .failed
  }

  private static func inject(
    _ breaks: Int, seed: Int, into simulation: Simulation, _ fidelity: Fidelity?, _ console: any Console
  ) throws -> ExitCode {
    var bar = ProgressBar(simulation.graph.name, on: console)
    let injection = try simulation.injectFaults(count: breaks, seed: UInt64(seed), fidelity: fidelity) {
      bar.show(Double($0) / Double(breaks))
    }
    bar.finish()
    console.write(FaultTable(injection).text)
    return injection.escapes.isEmpty ? .done : .failed
  }
}
