/// What a channel counted.
public struct DRAMStatistics: Sendable {
  /// Commands issued, by `DRAMCommand`.
  public internal(set) var commands = [Int](repeating: 0, count: DRAMCommand.count)
  /// Reads answered from the write queue, and writes that replaced one waiting there.
  public internal(set) var forwardedReads = 0
  public internal(set) var coalescedWrites = 0
  /// Cycles between reads or writes in which the data bus could have carried more, by `LostCycleCause`.
  public internal(set) var lostCycles = [Int](repeating: 0, count: LostCycleCause.allCases.count)
  /// Cycles in which data was on the bus.
  public internal(set) var busyCycles = 0
  /// Cycles with at least one open bank, summed over ranks (for energy).
  public internal(set) var openRankCycles = 0

  public func count(of command: DRAMCommand) -> Int { commands[command.index] }

  /// The part of reads and writes that found their row open.
  public var rowHitRate: Double {
    let columns = count(of: .read) + count(of: .write)
    return columns == 0 ? 0 : 1 - Double(count(of: .activate)) / Double(columns)
  }
}
