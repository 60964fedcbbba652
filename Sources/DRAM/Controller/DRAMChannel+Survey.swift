/// Asking banks whether a command is ready, and the bounds that make most questions needless: see `ReadyBounds`.
extension DRAMChannel {
  /// The oldest request found so far whose command is ready.
  struct Oldest: BitwiseCopyable {
    var age = Int.max
    var bank = -1
    var command = DRAMCommand.read
  }

  /// Banks are asked one after the other whether a command is ready.
  struct Survey: BitwiseCopyable {
    let command: DRAMCommand
    let row: TimingState.Row
    let lead: Int
    let limit: Int
    /// The earliest cycle among the banks asked.
    var soonest = Int.max
    /// The oldest request among those that are ready, and its bank.
    var age = Int.max
    var bank = -1

    @inline(__always)
    mutating func ask(_ bank: Int, age: Int) {
      let earliest = row.cycle(bank: bank)
      soonest = min(soonest, earliest)
      let isChosen = earliest <= limit && age < self.age
      self.age = isChosen ? age : self.age
      self.bank = isChosen ? bank : self.bank
    }

    /// All have been asked.
    /// - Parameter isWhole: whether all that the bound is for were among them.
    @inline(__always)
    func settle(_ bound: inout Int, isWhole: Bool = true, _ next: inout Int, _ oldest: inout Oldest) {
      if age < oldest.age { oldest = Oldest(age: age, bank: bank, command: command) }
      next = min(next, soonest &- lead)
      if isWhole { bound = soonest &- lead }
    }
  }

  /// nil when the command is ready in no bank: then `bound` and `next` know when it may be.
  @inline(__always)
  mutating func survey(_ command: DRAMCommand, _ bound: inout Int, at cycle: Int, _ next: inout Int)
    -> Survey?
  {
    let lead = lead(of: command)
    if bound <= cycle {
      let row = timing.row(of: command)
      let free = max(busFree(for: command), row.gate &- lead)
      if free <= cycle { return Survey(command: command, row: row, lead: lead, limit: cycle &+ lead) }
      bound = free
    }
    next = min(next, bound)
    return nil
  }

  /// The first cycle after one with a command in which another may be issued.
  mutating func nextAction(after cycle: Int) -> Int {
    let soon = cycle &+ 1
    guard refresh.totalOwed == 0, policy.rowPolicy == .open else { return soon }
    if wouldDrain(at: soon) != isDraining { return soon }
    let queue = isDraining ? writes.tables : reads.tables
    let column: DRAMCommand = isDraining ? .write : .read
    var next = refresh.nextCycle
    if queue.pointee.oldest >= 0 {
      let overdueSince = soon &- (isDraining ? writeAgeCap : readAgeCap)
      if queue.pointee.requests[Int(queue.pointee.oldest)].arrival < overdueSince { return soon }
      lower(&next, to: queue.pointee.bounds.column, column)
      lower(&next, to: queue.pointee.bounds.activate, .activate)
      lower(&next, to: queue.pointee.bounds.precharge, .precharge)
    }
    if activated.readCount > 0 { lower(&next, to: activated.bounds.pointee.read, .read) }
    if activated.writeCount > 0 { lower(&next, to: activated.bounds.pointee.write, .write) }
    return max(soon, next)
  }

  /// Whether a command may follow over the other bus in the cycle of one.
  mutating func mayFollow(over bus: CommandBus, at cycle: Int) -> Bool {
    guard refresh.totalOwed == 0, policy.rowPolicy == .open, wouldDrain(at: cycle) == isDraining else {
      return true
    }
    let queue = isDraining ? writes.tables : reads.tables
    var next = Int.max
    if bus == .row {
      lower(&next, to: queue.pointee.bounds.activate, .activate)
      lower(&next, to: queue.pointee.bounds.precharge, .precharge)
    } else {
      lower(&next, to: queue.pointee.bounds.column, isDraining ? .write : .read)
      if activated.readCount > 0 { lower(&next, to: activated.bounds.pointee.read, .read) }
      if activated.writeCount > 0 { lower(&next, to: activated.bounds.pointee.write, .write) }
    }
    return next <= cycle
  }

  /// Lowers `next` to a bound, or to when the command's bus, its rank and its channel are ready for it if that is later.
  @inline(__always)
  private mutating func lower(_ next: inout Int, to bound: Int, _ command: DRAMCommand) {
    guard bound < next else { return }
    let ready = max(busFree(for: command), timing.gate(of: command) &- lead(of: command))
    next = min(next, max(bound, ready))
  }

  /// A request is the first of its bank that wants its row, or another than the open one.
  /// - Returns: the cycle in which its next command may be ready; nil while the row is needed by another.
  @inline(__always)
  mutating func noteFirst(_ request: DRAMRequest, openRow: Int32) -> Int? {
    let bank = Int(request.bank)
    let queue = request.isWrite ? writes.tables : reads.tables
    if request.row == openRow {
      let due = earliestCycle(of: request.isWrite ? .write : .read, bank: bank)
      queue.pointee.bounds.column = min(queue.pointee.bounds.column, due)
      return due
    }
    if openRow < 0 {
      let due = earliestCycle(of: .activate, bank: bank)
      queue.pointee.bounds.activate = min(queue.pointee.bounds.activate, due)
      return due
    }
    if activated.holds(bank) { return nil }
    let due = earliestCycle(of: .precharge, bank: bank)
    queue.pointee.bounds.precharge = min(queue.pointee.bounds.precharge, due)
    return due
  }

  /// A row was opened for a request.
  mutating func noteActivated(_ bank: Int, isWrite: Bool) {
    let bounds = activated.bounds
    if isWrite {
      bounds.pointee.write = min(bounds.pointee.write, earliestCycle(of: .write, bank: bank))
    } else {
      bounds.pointee.read = min(bounds.pointee.read, earliestCycle(of: .read, bank: bank))
    }
  }

  /// A bank was opened or closed.
  mutating func noteRowChanged(_ bank: Int) {
    if banks.isOpen(bank) {
      if reads.hits.contains(bank) {
        reads.tables.pointee.bounds.column = min(
          reads.tables.pointee.bounds.column, earliestCycle(of: .read, bank: bank))
      }
      if writes.hits.contains(bank) {
        writes.tables.pointee.bounds.column = min(
          writes.tables.pointee.bounds.column, earliestCycle(of: .write, bank: bank))
      }
      return
    }
    let due = earliestCycle(of: .activate, bank: bank)
    if reads.misses.contains(bank) {
      reads.tables.pointee.bounds.activate = min(reads.tables.pointee.bounds.activate, due)
    }
    if writes.misses.contains(bank) {
      writes.tables.pointee.bounds.activate = min(writes.tables.pointee.bounds.activate, due)
    }
  }

  /// A bank's row may be closed that had to stay open.
  mutating func noteFreed(_ bank: Int) {
    let (forRead, forWrite) = (reads.misses.contains(bank), writes.misses.contains(bank))
    guard forRead || forWrite else { return }
    let due = earliestCycle(of: .precharge, bank: bank)
    if forRead { reads.tables.pointee.bounds.precharge = min(reads.tables.pointee.bounds.precharge, due) }
    if forWrite { writes.tables.pointee.bounds.precharge = min(writes.tables.pointee.bounds.precharge, due) }
  }
}
