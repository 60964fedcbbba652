import Tilewright

/// What is asked of the mapper: `--split rows`, `--split conv1:channels`, `--plan simulated`.
enum MappingArguments {
  static let options: [CommandSpecification.Option] = [
    .init(
      name: "--split", value: "KIND",
      summary: "over cores by batch, channels, rows, reduction, none, auto; NODE:KIND", repeats: true),
    .init(
      name: "--optimize", value: "WHAT",
      summary: "compute in slices what may be: stream, depth-first, all, none (default)"),
    .init(name: "--plan", value: "HOW", summary: "splits chosen as estimated (default) or simulated"),
  ]

  /// - Throws: `InputError` `.usage` with the nearest name.
  static func apply(_ arguments: Arguments, to options: inout SimulationOptions) throws {
    options.mapping.splits = try SplitPlan(arguments.values("--split"))
    if let text = arguments.value("--optimize") { options.mapping.optimisations = try Optimisation.set(text) }
    options.planChoice = try arguments.choice("--plan", PlanChoice.self) ?? .estimated
  }
}
