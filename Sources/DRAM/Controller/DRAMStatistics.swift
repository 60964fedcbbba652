/// What a channel counted.
public struct DRAMStatistics: Sendable {
  /// Commands issued, by `DRAMCommand`.
  private var commands = InlineArray<7, Int>(repeating: 0)
  /// Cycles without data on the bus, by `LostCycleCause`.
  private var lost = InlineArray<6, Int>(repeating: 0)
  /// Reads answered from the write queue, and writes that replaced one waiting there.
  public internal(set) var forwardedReads = 0
  public internal(set) var coalescedWrites = 0
  /// Cycles in which data was on the bus.
  public internal(set) var busyCycles = 0
  /// Cycles with at least one open bank, summed over ranks (for energy).
  public internal(set) var openRankCycles = 0

  public init() {}

  public func count(of command: DRAMCommand) -> Int { commands[command.index] }

  /// Cycles between reads or writes in which the data bus could have carried more.
  public func lostCycles(to cause: LostCycleCause) -> Int { lost[cause.rawValue] }

  @inline(__always)
  mutating func note(_ command: DRAMCommand) { commands[command.index] &+= 1 }

  @inline(__always)
  mutating func noteLost(_ cycles: Int, to cause: LostCycleCause) { lost[cause.rawValue] &+= cycles }

  /// The part of reads and writes that found their row open.
  public var rowHitRate: Double {
    let columns = count(of: .read) + count(of: .write)
    return columns == 0 ? 0 : 1 - Double(count(of: .activate)) / Double(columns)
  }

  /// Of several channels together.
  public static func + (left: DRAMStatistics, right: DRAMStatistics) -> DRAMStatistics {
    var sum = left
    for command in DRAMCommand.allCases { sum.commands[command.index] += right.count(of: command) }
    for cause in LostCycleCause.allCases { sum.lost[cause.rawValue] += right.lostCycles(to: cause) }
    sum.forwardedReads += right.forwardedReads
    sum.coalescedWrites += right.coalescedWrites
    sum.busyCycles += right.busyCycles
    sum.openRankCycles += right.openRankCycles
    return sum
  }
}
