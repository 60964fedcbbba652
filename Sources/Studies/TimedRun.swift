import Chips
import Machine
import Mapping

extension Machine {
  /// Plays a program for its cycles, without numbers.
  /// - Throws: as `run`, and as `Chip.memoryPreset`.
  static func time(_ program: Program, on chip: Chip, _ fidelity: Fidelity) throws -> RunRecord {
    var options = MachineOptions(numerics: false)
    try options.apply(fidelity.levels(on: chip), on: chip)
    return try run(program: program, chip: chip, options: options)
  }
}
