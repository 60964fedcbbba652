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
    let loaded = try LoadedProgram(
      program, chip: chip, stepsMatrixRegisters: options.stepsMatrixRegisters)
    let lockstep =
      options.numerics
      ? try Lockstep(
        program, reference: program, chip: chip, evaluators: loaded.evaluators, options: options,
        mode: .numbers)
      : nil
    var simulation = Simulation(
      chip, program: loaded, parts: try DetailedParts(chip, options: options), options: options,
      lockstep: lockstep)
    try simulation.run(program, options: options)
    return simulation.record(
      of: program, on: chip, levels: options.levels,
      verification: try lockstep?.finish(at: simulation.lastCompletion))
  }

  /// Plays a broken program for its verdict only.
  /// - Parameter reference: the unbroken program, whose order says what each command should read.
  static func verify(
    _ program: Program, reference: Program, chip: Chip, options: MachineOptions, mode: Lockstep.Mode
  ) throws -> Verification {
    var loaded = try LoadedProgram(program, chip: chip)
    if case .swappedCommands(let first, let second) = options.fault { loaded.swap(first, second) }
    let lockstep = try Lockstep(
      program, reference: reference, chip: chip, evaluators: loaded.evaluators, options: options, mode: mode)
    var simulation = Simulation(
      chip, program: loaded, parts: try DetailedParts(chip, options: options), options: options,
      lockstep: lockstep)
    do {
      try simulation.run(program, options: options)
    } catch is RunDecided {
      // The first hazard was all that was asked for.
    }
    return try lockstep.finish(at: simulation.lastCompletion)
  }
}
