import Documents

/// When refreshes fall due.
struct RefreshState: Sendable {
  let policy: DRAMPolicy.Refresh
  let interval: Int
  let ranks: Int
  let banksPerRank: Int
  /// Refreshes owed, by rank.
  private(set) var owed: [Int]
  /// Next bank to refresh, by rank, where banks are refreshed one by one.
  private(set) var nextBank: [Int]
  private(set) var nextCycle: Int
  private(set) var totalOwed = 0

  init(_ standard: DRAMStandard, policy: DRAMPolicy) throws {
    self.policy = policy.refresh
    ranks = standard.organisation.ranks
    banksPerRank = standard.organisation.banksPerRank
    switch policy.refresh {
    case .allBanks: interval = try standard.required("tREFI")
    case .perBank:
      guard try standard.required("tRFCpb") > 0 else {
        throw InputError(
          at: standard.name, "refreshes bank by bank without “tRFCpb”",
          remedy: "give the cycles of one refresh")
      }
      interval = max(1, try standard.required("tREFI") / standard.organisation.banksPerRank)
    case .off: interval = 0
    }
    owed = [Int](repeating: 0, count: ranks)
    nextBank = [Int](repeating: 0, count: ranks)
    nextCycle = interval > 0 ? interval : Int.max
  }

  @inline(__always)
  mutating func advance(to cycle: Int) {
    if cycle >= nextCycle { fallDue(by: cycle) }
  }

  private mutating func fallDue(by cycle: Int) {
    while cycle >= nextCycle {
      for rank in owed.indices { owed[rank] += 1 }
      totalOwed += ranks
      nextCycle += interval
    }
  }

  mutating func done(rank: Int) {
    owed[rank] -= 1
    totalOwed -= 1
    nextBank[rank] = (nextBank[rank] + 1) % banksPerRank
  }
}
