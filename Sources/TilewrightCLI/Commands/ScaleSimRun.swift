import Tilewright

/// `tilewright run CFG TOPOLOGY --compat scalesim`, and the note below a run of a topology.
enum ScaleSimRun {
  /// Tools whose counts can be had.
  enum Tool: String, CaseIterable {
    case scalesim
  }

  static let options: [CommandSpecification.Option] = [
    .init(
      name: "--compat", value: "scalesim", summary: "count as SCALE-Sim does: a .cfg and a topology .csv"),
    .init(name: "--out", value: "DIR", summary: "with --compat: where its three reports go"),
  ]

  static func isWanted(_ arguments: Arguments) throws -> Bool {
    guard try arguments.choice("--compat", Tool.self) == nil else { return true }
    guard !arguments.has("--out") else {
      throw arguments.usage("--out goes with --compat scalesim", remedy: "--csv FILE writes a run's table")
    }
    return false
  }

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let known = ["--compat", "--out", "--quiet"]
    if let other = RunCommand.specification.options.map(\.name).first(where: {
      !known.contains($0) && arguments.has($0)
    }) {
      throw arguments.usage("\(other) means nothing with --compat scalesim", remedy: "leave one of them out")
    }
    let chip = try Shelf.chips.file(named: arguments.operand("CHIP"))
    let model = try Shelf.workloads.file(named: arguments.operand("MODEL"))
    guard chip.lowercased().hasSuffix(".cfg"), model.lowercased().hasSuffix(".csv") else {
      throw arguments.usage(
        "--compat scalesim needs its own files", remedy: "CHIP a .cfg, MODEL a topology .csv")
    }
    let topology = try ScaleSimTopology.read(model)
    console.writeWarnings(topology.warnings)
    let run = ScaleSimCompatibility(topology, on: try ScaleSimConfiguration.read(chip))
    if let folder = arguments.value("--out") { try ScaleSimReports(run).write(to: folder) }
    if !arguments.has("--quiet") { console.write(ScaleSimTable(run).text) }
    return .done
  }

  /// Below the table of a run: what SCALE-Sim would have said.
  static func writeDifference(of simulation: Simulation, _ run: RunRow, _ console: any Console) throws {
    guard let topology = simulation.topology,
      let difference = try ScaleSimDifference(
        topology, on: simulation.chip, element: simulation.precision)
    else { return }
    console.write("\n" + ScaleSimDifferenceText(difference, runCycles: run.record.elapsedCycles).text)
  }
}
