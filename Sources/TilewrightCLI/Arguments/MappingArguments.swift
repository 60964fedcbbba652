import Tilewright

/// What is asked of the mapper: `--split rows`, `--split conv1:channels`, `--plan simulated`.
enum MappingArguments {
  static let options: [CommandSpecification.Option] = [
    .init(
      name: "--split", value: "KIND",
      summary: "batch, channels, rows, reduction, pipeline[=N], none, auto; NODE:KIND",
      repeats: true),
    .init(
      name: "--optimize", value: "WHAT",
      summary: "stream, depth-first, layout; all, none (default), auto (what pays)"),
    .init(name: "--plan", value: "HOW", summary: "splits chosen as estimated (default) or simulated"),
  ]

  /// - Throws: `InputError` `.usage` with the nearest name.
  static func apply(_ arguments: Arguments, to options: inout SimulationOptions) throws {
    options.mapping.splits = try SplitPlan(arguments.values("--split"))
    let optimize = arguments.value("--optimize")
    let isAutomatic = optimize == OptimisationChoice.automatic
    if let optimize, !isAutomatic {
      options.mapping.optimisations = try Optimisation.set(
        optimize, otherWords: [OptimisationChoice.automatic])
    }
    options.planChoice =
      try arguments.choice("--plan", PlanChoice.self) ?? (isAutomatic ? .whatPays : .estimated)
  }
}
