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

  /// The whole memory of the chip, all channels of it, with the addresses spread over them as the machine does.
  /// - Throws: `InputError` as `memoryPreset`.
  func memory() throws -> DRAMConfiguration {
    var memory = try memoryPreset()
    let each = memory.standard.organisation.channels
    memory.summary = "\(name): \(dram.channels) × \(memory.summary)"
    memory.standard.organisation.channels = each * dram.channels
    memory.addressMap = memory.addressMap.interleaved(
      ChannelInterleave(channelCount: dram.channels, blockBytes: dram.interleaveBytes), channelsEach: each)
    return memory
  }
}

extension DRAMConfiguration {
  /// The memory that a word on the command line means: a memory file or the name of one, or a chip, for its memory.
  /// - Throws: `InputError` with the nearest name, and for a chip without commands to play.
  public static func named(_ word: String) throws -> DRAMConfiguration {
    do {
      return try read(Shelf.memories.file(named: word))
    } catch {
      guard let file = try? Shelf.chips.file(named: word),
        case .object(let members)? = try? Document.read(file).value, members["cores"] != nil
      else {
        throw error
      }
      return try Chip.read(file).memory()
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
