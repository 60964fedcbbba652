import Chips
import DRAM
import Documents
import Foundation

extension DRAMConfiguration {
  /// How far a memory's bandwidth may be from the one that the chip's file states: data sheets round.
  static let bandwidthTolerance = 0.02

  /// A period of the command clock, to the femtosecond.
  var clockFemtoseconds: UInt64 { max(1, UInt64((standard.clockPicoseconds * 1000).rounded())) }

  /// - Throws: `InputError` when the channels of a chip cannot be of this memory.
  func check(for chip: Chip) throws {
    let stated = Double(chip.dram.bandwidthBytesPerSecond)
    let made = standard.peakBytesPerSecond * Double(chip.dram.channels)
    guard abs(made - stated) <= Self.bandwidthTolerance * stated else {
      throw InputError(
        at: "\(chip.name): dram.bandwidth",
        "is \(Self.gigabytes(stated)), and \(chip.dram.channels) channels of \(standard.name) carry \(Self.gigabytes(made))",
        remedy: "name a preset that fits within 2 %, or run with --fidelity dram=bandwidth")
    }
    let capacity = chip.dram.capacityBytes / chip.dram.channels
    let held = standard.organisation.capacityBytes
    guard capacity <= held else {
      throw InputError(
        at: "\(chip.name): dram.capacity",
        "makes \(capacity >> 20) MiB a channel, and a channel of \(standard.name) holds \(held >> 20) MiB",
        remedy: "name a preset with as many rows, or run with --fidelity dram=bandwidth")
    }
    guard clockFemtoseconds < 1_000_000_000 else {
      throw InputError(
        at: standard.name, "has a clock of \(standard.clockPicoseconds) ps", remedy: "less than a microsecond"
      )
    }
  }

  private static func gigabytes(_ bytesPerSecond: Double) -> String {
    String(format: "%.1f GB/s", bytesPerSecond / 1e9)
  }
}
