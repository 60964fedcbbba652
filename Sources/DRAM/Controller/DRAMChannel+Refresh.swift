extension DRAMChannel {
  /// Whether a refresh that is owed has to be issued before new requests are begun.
  @inline(__always)
  private func isUrgent(_ rank: Int) -> Bool {
    let owed = refresh.owed[rank]
    return owed > policy.postponedRefreshes || (owed > 0 && reads.isEmpty && writes.isEmpty)
  }

  /// Marks the banks whose requests have to wait for a refresh.
  mutating func holdUrgentBanks() {
    heldBanks.removeAll()
    for rank in 0..<refresh.ranks where isUrgent(rank) {
      let first = rank * banksPerRank
      if refresh.policy == .allBanks {
        for bank in first..<first + banksPerRank { heldBanks.insert(bank) }
      } else {
        heldBanks.insert(first + refresh.nextBank[rank])
      }
    }
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

  private mutating func finishRefresh(of rank: Int) {
    refresh.done(rank: rank)
    if refresh.totalOwed == 0 { heldBanks.removeAll() }
  }

  private mutating func refreshRank(_ rank: Int, at cycle: Int, _ next: inout Int) -> Bool {
    let members = rank * banksPerRank..<(rank + 1) * banksPerRank
    if activated.holdsAny(of: members) { return false }
    let command: DRAMCommand = banks.anyOpen(rank: rank) ? .prechargeAll : .refresh
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
      finishRefresh(of: rank)
      accounting.noteRefresh(cycles: refreshCycles)
    }
    return true
  }

  private mutating func refreshBank(_ rank: Int, at cycle: Int, _ next: inout Int) -> Bool {
    let bank = rank * banksPerRank + refresh.nextBank[rank]
    if activated.holds(bank) { return false }
    let command: DRAMCommand = banks.isOpen(bank) ? .precharge : .refreshBank
    let earliest = earliestCycle(of: command, bank: bank)
    guard earliest <= cycle else {
      next = min(next, earliest)
      return false
    }
    issue(command, bank: bank, row: -1, column: -1, at: cycle)
    if command == .precharge { close(bank, at: cycle) } else { finishRefresh(of: rank) }
    return true
  }

  /// Closes a row that nobody waits for, as the row policy asks.
  mutating func closeUnwanted(at cycle: Int, buses: CommandBus, _ next: inout Int) -> Bool {
    guard buses != .column else { return false }
    for index in 0..<banks.open.wordCount {
      var unwanted =
        banks.open.words[index]
        & ~(activated.word(index) | reads.hits.words[index] | writes.hits.words[index])
      while let bank = BankSet.removeFirst(from: &unwanted, at: index) {
        guard banks.hits[bank] > 0 else { continue }
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
    }
    return false
  }
}
