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

  private static let batchSizes = 1...65_536

  /// The model's parameters, `--batch` among them.
  /// - Throws: `InputError` `.usage` when the batch is out of range, or given two values.
  static func settings(_ arguments: Arguments) throws -> [String: Int] {
    var settings = try arguments.settings("--set")
    let batch = try arguments.integer("--batch", in: batchSizes)
    if let set = settings["batch"] {
      guard batchSizes.contains(set) else {
        throw arguments.usage(
          "--set batch is \(set)", remedy: "allowed: \(batchSizes.lowerBound)…\(batchSizes.upperBound)")
      }
      if let batch, batch != set {
        throw arguments.usage("--batch is \(batch), --set batch is \(set)", remedy: "give one of them")
      }
    }
    if let batch { settings["batch"] = batch }
    return settings
  }

  static func parse(_ arguments: Arguments) throws -> SimulationOptions {
    var options = SimulationOptions()
    options.settings = try settings(arguments)
    options.precision = try arguments.choice("--precision", ElementType.self)
    options.fidelity = try arguments.value("--fidelity").map { try Fidelity($0) } ?? Fidelity()
    return options
  }
}
