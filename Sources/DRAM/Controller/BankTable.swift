/// What the controller remembers of each bank of a channel.
struct BankTable: ~Copyable {
  /// The open row; −1 while the bank is closed.
  let openRow: UnsafeMutablePointer<Int32>
  /// Activated requests that still need the open row.
  let claims: UnsafeMutablePointer<Int32>
  /// Reads and writes since the row was opened.
  let hits: UnsafeMutablePointer<Int32>
  /// Cycle of the last read or write.
  let lastAccess: UnsafeMutablePointer<Int>
  /// What the last activation had waited for.
  let activationCause: UnsafeMutablePointer<LostCycleCause>
  let count: Int

  init(count: Int) {
    self.count = count
    openRow = .allocate(capacity: count)
    openRow.initialize(repeating: -1, count: count)
    claims = .allocate(capacity: count)
    claims.initialize(repeating: 0, count: count)
    hits = .allocate(capacity: count)
    hits.initialize(repeating: 0, count: count)
    lastAccess = .allocate(capacity: count)
    lastAccess.initialize(repeating: 0, count: count)
    activationCause = .allocate(capacity: count)
    activationCause.initialize(repeating: .conflict, count: count)
  }

  deinit {
    openRow.deallocate()
    claims.deallocate()
    hits.deallocate()
    lastAccess.deallocate()
    activationCause.deallocate()
  }

  func isOpen(_ bank: Int) -> Bool { openRow[bank] >= 0 }

  func anyOpen(in banks: Range<Int>) -> Bool { banks.contains { openRow[$0] >= 0 } }

  func anyClaimed(in banks: Range<Int>) -> Bool { banks.contains { claims[$0] > 0 } }

  mutating func open(_ bank: Int, row: Int32, cause: LostCycleCause) {
    openRow[bank] = row
    hits[bank] = 0
    activationCause[bank] = cause
  }

  mutating func close(_ bank: Int) { openRow[bank] = -1 }
}
