import Chips
import DRAM
import Documents
import Foundation

extension DRAMConfiguration {
  /// How far a memory's bandwidth may be from the one that the chip's file states: data sheets round.
  static let bandwidthTolerance = 0.02

  /// A period of the command clock, to the femtosecond.
  var clockFemtoseconds: UInt64 { max(1, UInt64((standard.clockPicoseconds * 1000).rounded())) }

  /// Of the data buses that make one channel of the chip.
  var channelBytesPerSecond: Double {
    let organisation = standard.organisation
    let burst = Double(standard.timing["BL"] ?? 1) * standard.clockPicoseconds * 1e-12
    return Double(organisation.burstBytes * organisation.channels) / burst
  }

  var channelCapacityBytes: Int {
    let organisation = standard.organisation
    return organisation.channels * organisation.banksPerChannel * organisation.rows * organisation.columns
      * organisation.burstBytes
  }

  /// - Throws: `InputError` when the channels of a chip cannot be of this memory.
  func check(for chip: Chip) throws {
    let stated = Double(chip.dram.bandwidthBytesPerSecond)
    let made = channelBytesPerSecond * Double(chip.dram.channels)
    guard abs(made - stated) <= Self.bandwidthTolerance * stated else {
      throw InputError(
        at: "\(chip.name): dram.bandwidth",
        "is \(Self.gigabytes(stated)), and \(chip.dram.channels) channels of \(standard.name) carry \(Self.gigabytes(made))",
        remedy: "name a preset that fits within 2 %, or run with --fidelity dram=bandwidth")
    }
    let capacity = chip.dram.capacityBytes / chip.dram.channels
    guard capacity <= channelCapacityBytes else {
      throw InputError(
        at: "\(chip.name): dram.capacity",
        "makes \(capacity >> 20) MiB a channel, and a channel of \(standard.name) holds \(channelCapacityBytes >> 20) MiB",
        remedy: "name a preset with as many rows, or run with --fidelity dram=bandwidth")
    }
    guard clockFemtoseconds < 1_000_000_000 else {
      throw InputError(
        at: standard.name, "has a clock of \(standard.clockPicoseconds) ps", remedy: "less than a microsecond"
      )
    }
  }

  /// Of a channel's devices, over cycles of its clock; nil where the file gives no currents.
  func energy(of statistics: DRAMStatistics, channelCycles: Int) -> DRAMEnergy? {
    guard let currents = standard.currents else { return nil }
    let organisation = standard.organisation
    return DRAMEnergy(
      standard, currents: currents, activations: statistics.count(of: .activate),
      reads: statistics.count(of: .read), writes: statistics.count(of: .write),
      refreshes: statistics.count(of: .refresh), bankRefreshes: statistics.count(of: .refreshBank),
      openRankCycles: statistics.openRankCycles,
      rankCycles: channelCycles * organisation.ranks * organisation.channels)
  }

  private static func gigabytes(_ bytesPerSecond: Double) -> String {
    String(format: "%.1f GB/s", bytesPerSecond / 1e9)
  }
}
