extension DRAMChannel {
  /// Whether a refresh that is owed has to be issued before new requests are begun.
  private func isUrgent(_ rank: Int) -> Bool {
    let owed = refresh.owed[rank]
    return owed > policy.postponedRefreshes || (owed > 0 && reads.isEmpty && writes.isEmpty)
  }

  /// Whether requests to a bank have to wait for a refresh.
  func isHeldByRefresh(_ bank: Int) -> Bool {
    let rank = bank / banksPerRank
    guard isUrgent(rank) else { return false }
    return refresh.policy == .allBanks || bank % banksPerRank == refresh.nextBank[rank]
  }

  /// Brings the refreshes that are due one command on.
  /// - Returns: whether a command was issued.
  mutating func refreshStep(at cycle: Int, buses: CommandBus, _ next: inout Int) -> Bool {
    guard buses != .column else { return false }
    for rank in 0..<refresh.ranks where isUrgent(rank) {
      let issued =
        refresh.policy == .allBanks
        ? refreshRank(rank, at: cycle, &next) : refreshBank(rank, at: cycle, &next)
      if issued { return true }
    }
    return false
  }

  private mutating func refreshRank(_ rank: Int, at cycle: Int, _ next: inout Int) -> Bool {
    let members = rank * banksPerRank..<(rank + 1) * banksPerRank
    if banks.anyClaimed(in: members) { return false }
    let command: DRAMCommand = banks.anyOpen(in: members) ? .prechargeAll : .refresh
    let earliest = max(rowBusFree, timing.cycle(of: command, rank: rank))
    guard earliest <= cycle else {
      next = min(next, earliest)
      return false
    }
    timing.issue(command, rank: rank, at: cycle)
    record(command, bank: rank * banksPerRank, row: -1, column: -1, at: cycle)
    if command == .prechargeAll {
      for bank in members { close(bank, at: cycle) }
    } else {
      refresh.done(rank: rank)
      accounting.noteRefresh(cycles: standard.timing["tRFC"] ?? 0)
    }
    return true
  }

  private mutating func refreshBank(_ rank: Int, at cycle: Int, _ next: inout Int) -> Bool {
    let bank = rank * banksPerRank + refresh.nextBank[rank]
    if banks.claims[bank] > 0 { return false }
    let command: DRAMCommand = banks.isOpen(bank) ? .precharge : .refreshBank
    let earliest = earliestCycle(of: command, bank: bank)
    guard earliest <= cycle else {
      next = min(next, earliest)
      return false
    }
    issue(command, bank: bank, row: -1, column: -1, at: cycle)
    if command == .precharge { close(bank, at: cycle) } else { refresh.done(rank: rank) }
    return true
  }

  /// Closes a row that nobody waits for, as the row policy asks.
  mutating func closeUnwanted(at cycle: Int, buses: CommandBus, _ next: inout Int) -> Bool {
    guard buses != .column else { return false }
    for bank in 0..<banks.count where banks.isOpen(bank) && banks.claims[bank] == 0 && banks.hits[bank] > 0 {
      if reads.oldestHit(bank) >= 0 || writes.oldestHit(bank) >= 0 { continue }
      var earliest = earliestCycle(of: .precharge, bank: bank)
      if case .timeout(let cycles) = policy.rowPolicy {
        earliest = max(earliest, banks.lastAccess[bank] + cycles)
      }
      guard earliest <= cycle else {
        next = min(next, earliest)
        continue
      }
      issue(.precharge, bank: bank, row: -1, column: -1, at: cycle)
      close(bank, at: cycle)
      return true
    }
    return false
  }
}
