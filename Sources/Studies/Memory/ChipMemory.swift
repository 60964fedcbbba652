import Chips
import DRAM
import Documents
import Machine

extension Chip {
  /// The memory file of a channel, as the chip names it.
  /// - Throws: `InputError` for a chip without one, with the nearest name for one that does not exist, and with the
  ///   place in its file.
  public func memoryPreset() throws -> DRAMConfiguration {
    guard let preset = dram.preset else {
      throw InputError(
        .usage, at: "\(name): dram", "has no “preset”, so there are no commands to play",
        remedy: "use --fidelity dram=bandwidth, or let the chip's file name one of "
          + Shelf.memories.entries().map(\.name).joined(separator: ", "))
    }
    do {
      return try DRAMConfiguration.read(Shelf.memories.file(named: preset))
    } catch var error as InputError {
      if error.kind == .notFound { error.place = "\(name): dram.preset: " + error.place }
      throw error
    }
  }
}

extension MachineOptions {
  /// Plays each part at its level.
  /// - Throws: `InputError` as `Chip.memoryPreset`.
  mutating func apply(_ levels: SimulatedLevels, on chip: Chip) throws {
    stepsMatrixRegisters = levels.matrix == .register
    dram = levels.dram == .command ? try chip.memoryPreset() : nil
    network = levels.network
  }
}
