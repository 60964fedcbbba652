import Tilewright

/// The options that `run` and `verify` share: how the model is set up.
enum ModelOptions {
  static let operands: [CommandSpecification.Operand] = [
    .init(name: "CHIP", summary: "a chip file, or a name that `tilewright chips` lists"),
    .init(name: "MODEL", summary: "a workload file, or a name that `tilewright workloads` lists"),
  ]

  static let options: [CommandSpecification.Option] = [
    .init(name: "--batch", value: "N", summary: "samples computed at once"),
    .init(
      name: "--set", value: "NAME=N", summary: "a parameter of the model, such as sequence=128", repeats: true
    ),
    .init(name: "--precision", value: "T", summary: "element type (default: the chip's preferred one)"),
    .init(
      name: "--fidelity", value: "LEVELS",
      summary: "how closely parts are simulated, such as dram=bandwidth,network=packet"),
  ]

  static func parse(_ arguments: Arguments) throws -> SimulationOptions {
    var options = SimulationOptions()
    options.batch = try arguments.integer("--batch", in: 1...65_536)
    options.settings = try arguments.settings("--set")
    options.precision = try arguments.choice("--precision", ElementType.self)
    options.fidelity = try arguments.value("--fidelity").map { try Fidelity($0) } ?? Fidelity()
    return options
  }
}
