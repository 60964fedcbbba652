/// What the controller remembers of each bank of a channel.
struct BankTable: ~Copyable {
  /// Banks with an open row.
  private(set) var open: BankSet
  /// The open row; −1 while the bank is closed.
  let openRow: UnsafeMutablePointer<Int32>
  /// Reads and writes since the row was opened.
  let hits: UnsafeMutablePointer<Int32>
  /// Cycle of the last read or write.
  let lastAccess: UnsafeMutablePointer<Int>
  /// What the last activation had waited for.
  let activationCause: UnsafeMutablePointer<LostCycleCause>
  let count: Int
  private let banksPerRank: Int
  private let ranks: Int
  /// Open banks of each rank, and since when there are any.
  private let openBanks: UnsafeMutablePointer<Int>
  private let openSince: UnsafeMutablePointer<Int>

  init(ranks: Int, banksPerRank: Int) {
    let count = ranks * banksPerRank
    self.count = count
    self.ranks = ranks
    self.banksPerRank = banksPerRank
    open = BankSet(banks: count)
    openBanks = .allocate(capacity: ranks)
    openBanks.initialize(repeating: 0, count: ranks)
    openSince = .allocate(capacity: ranks)
    openSince.initialize(repeating: 0, count: ranks)
    openRow = .allocate(capacity: count)
    openRow.initialize(repeating: -1, count: count)
    hits = .allocate(capacity: count)
    hits.initialize(repeating: 0, count: count)
    lastAccess = .allocate(capacity: count)
    lastAccess.initialize(repeating: 0, count: count)
    activationCause = .allocate(capacity: count)
    activationCause.initialize(repeating: .conflict, count: count)
  }

  deinit {
    openRow.deallocate()
    hits.deallocate()
    lastAccess.deallocate()
    activationCause.deallocate()
    openBanks.deallocate()
    openSince.deallocate()
  }

  @inline(__always)
  func isOpen(_ bank: Int) -> Bool { openRow[bank] >= 0 }

  /// Whether any bank of a rank is open.
  func anyOpen(rank: Int) -> Bool { openBanks[rank] > 0 }

  mutating func open(_ bank: Int, row: Int32, cause: LostCycleCause, at cycle: Int) {
    open.insert(bank)
    openRow[bank] = row
    hits[bank] = 0
    activationCause[bank] = cause
    let rank = ranks == 1 ? 0 : bank / banksPerRank
    if openBanks[rank] == 0 { openSince[rank] = cycle }
    openBanks[rank] += 1
  }

  /// - Returns: cycles for which the rank had an open bank, if this was its last.
  mutating func close(_ bank: Int, at cycle: Int) -> Int {
    guard openRow[bank] >= 0 else { return 0 }
    open.remove(bank)
    openRow[bank] = -1
    let rank = ranks == 1 ? 0 : bank / banksPerRank
    openBanks[rank] -= 1
    return openBanks[rank] == 0 ? cycle - openSince[rank] : 0
  }

  /// Cycles for which ranks that still have an open bank have had one, summed.
  func openCycles(until cycle: Int) -> Int {
    (0..<ranks).reduce(0) { $0 + (openBanks[$1] > 0 ? cycle - openSince[$1] : 0) }
  }
}
