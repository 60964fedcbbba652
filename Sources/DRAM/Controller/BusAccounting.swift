/// Which bus a command takes, where row and column commands have one each.
enum CommandBus: Sendable {
  case row, column
  case both, neither

  @inline(__always)
  func carries(_ command: DRAMCommand) -> Bool {
    switch self {
    case .both: true
    case .row: !command.isColumn
    case .column: command.isColumn
    case .neither: false
    }
  }

  var withoutColumn: CommandBus { self == .both || self == .row ? .row : .neither }
}

/// Follows the data bus, so that every cycle without data gets a cause.
struct BusAccounting: Sendable {
  /// First cycle in which the next read or write could be issued if nothing held it.
  var nextColumnCycle = 0
  /// Cycles in which nothing waited, up to now and up to the last read or write.
  private var idleCycles = 0
  private var idleSince: Int? = 0
  private var idleAtLastColumn = 0
  /// Cycles under refresh since the last read or write.
  private var refreshCycles = 0
  var lastBus = CommandBus.both

  mutating func noteArrival(at cycle: Int, wasEmpty: Bool) {
    guard wasEmpty, let since = idleSince else { return }
    idleCycles += max(0, cycle - since)
    idleSince = nil
  }

  mutating func noteEmpty(at cycle: Int) { idleSince = cycle }

  mutating func noteRefresh(cycles: Int) { refreshCycles += cycles }

  /// Tells the cycles since the last read or write apart.
  /// - Returns: those that neither want of requests nor a refresh took.
  @inline(__always)
  mutating func noteColumn(
    at cycle: Int, burst: Int, into statistics: inout DRAMStatistics
  ) -> Int {
    var lost = max(0, cycle - nextColumnCycle)
    if lost > 0 {
      let idle = min(lost, idleCycles - idleAtLastColumn)
      statistics.noteLost(idle, to: .noRequest)
      lost -= idle
      let refreshing = min(lost, refreshCycles)
      statistics.noteLost(refreshing, to: .refresh)
      lost -= refreshing
    }
    statistics.busyCycles += burst
    idleAtLastColumn = idleCycles
    refreshCycles = 0
    nextColumnCycle = max(cycle, nextColumnCycle) + burst
    return lost
  }
}
