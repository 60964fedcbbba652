import Chips
import Mapping

/// The simulated machine: plays a program on a chip.
public enum Machine {
  /// - Returns: everything that was measured, and the verdict on the numbers when they were computed. Running the
  ///   same program twice gives the same record, with numerics or without.
  /// - Throws: `MachineError` for a program that cannot be played (see its kinds); `InputError` from operators that
  ///   meet values they cannot compute with.
  public static func run(
    program: Program, chip: Chip, options: MachineOptions = MachineOptions()
  ) throws -> RunRecord {
    let loaded = try LoadedProgram(program, chip: chip)
    let lockstep =
      options.numerics
      ? try Lockstep(program, chip: chip, evaluators: loaded.evaluators, options: options) : nil
    var simulation = Simulation(chip, program: loaded, options: options, lockstep: lockstep)
    try simulation.run(program, options: options)
    return simulation.record(
      of: program, on: chip, verification: try lockstep?.finish(at: simulation.lastCompletion))
  }
}
