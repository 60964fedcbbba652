extension DRAMChannel {
  /// Issues at most one command that goes over one of the buses.
  /// - Returns: whether one was issued. Otherwise `wake` is the earliest cycle in which one may be.
  mutating func step(at cycle: Int, buses: CommandBus) -> Bool {
    var next = refresh.nextCycle
    if !activated.isEmpty, buses != .row, let bank = readyActivated(at: cycle, &next) {
      postponeDraining(at: cycle)
      finish(activated.take(bank), at: cycle)
      return true
    }
    if refresh.totalOwed > 0 {
      holdUrgentBanks()
      if refreshStep(at: cycle, buses: buses, &next) {
        postponeDraining(at: cycle)
        return true
      }
    }
    decideDraining(at: cycle)
    if let choice = readyWaiting(at: cycle, buses: buses, &next) {
      advance(choice, at: cycle)
      return true
    }
    if policy.rowPolicy != .open, closeUnwanted(at: cycle, buses: buses, &next) { return true }
    wake = next
    return false
  }

  /// The bank of the oldest request whose row was opened for it, if its read or write is ready.
  private mutating func readyActivated(at cycle: Int, _ next: inout Int) -> Int? {
    var oldest = Oldest()
    if activated.readCount > 0, let candidates = candidates(.read, at: cycle, &next) {
      survey(activated.reads.words, candidates, &next, &oldest)
    }
    if activated.writeCount > 0, let candidates = candidates(.write, at: cycle, &next) {
      survey(activated.writes.words, candidates, &next, &oldest)
    }
    return oldest.bank >= 0 ? oldest.bank : nil
  }

  @inline(__always)
  private mutating func survey(
    _ words: UnsafeMutablePointer<UInt64>, _ candidates: Candidates, _ next: inout Int, _ oldest: inout Oldest
  ) {
    for index in 0..<banks.open.wordCount {
      forEachBank(in: words[index], at: index) {
        candidates.consider($0, age: activated.age($0), &next, &oldest)
      }
    }
  }

  /// The oldest request found so far whose command is ready.
  private struct Oldest: BitwiseCopyable {
    var age = Int.max
    var bank = -1
    var command = DRAMCommand.read
  }

  /// Banks are asked one after the other whether a command is ready.
  private struct Candidates: BitwiseCopyable {
    let command: DRAMCommand
    let row: TimingState.Row
    let lead: Int
    let limit: Int

    @inline(__always)
    func consider(_ bank: Int, age: Int, _ next: inout Int, _ oldest: inout Oldest) {
      let earliest = row.cycle(bank: bank)
      if earliest > limit {
        next = min(next, earliest &- lead)
      } else if age < oldest.age {
        oldest = Oldest(age: age, bank: bank, command: command)
      }
    }
  }

  /// nil when the command is ready in no bank: then `next` knows when it may be.
  @inline(__always)
  private mutating func candidates(
    _ command: DRAMCommand, at cycle: Int, _ next: inout Int
  ) -> Candidates? {
    let row = timing.row(of: command)
    let lead = lead(of: command)
    let free = max(busFree(for: command), row.gate &- lead)
    if free > cycle {
      next = min(next, free)
      return nil
    }
    return Candidates(command: command, row: row, lead: lead, limit: cycle &+ lead)
  }

  /// A request and the command that brings it one step on.
  struct Choice: BitwiseCopyable {
    var slot: Int32
    var bank: Int
    var command: DRAMCommand
  }

  /// The oldest request of the queue in turn whose next command is ready; overdue requests before all others.
  private mutating func readyWaiting(at cycle: Int, buses: CommandBus, _ next: inout Int) -> Choice? {
    let queue = isDraining ? writes.view : reads.view
    guard queue.oldest >= 0 else { return nil }
    var buses = buses
    if (isDraining ? activated.readCount : activated.writeCount) > 0, holdsOverdueActivated(at: cycle) {
      buses = buses.withoutColumn
    }
    let column: DRAMCommand = isDraining ? .write : .read
    var barred = heldBanks.words
    let overdueSince = cycle &- (isDraining ? writeAgeCap : readAgeCap)
    if queue.requests[Int(queue.oldest)].arrival < overdueSince {
      if let overdue = readyOverdue(in: queue, since: overdueSince, at: cycle, &buses, &next) {
        return overdue
      }
      barred = barredBanks.words
    }
    var oldest = Oldest()
    if buses.carries(column), let candidates = candidates(column, at: cycle, &next) {
      for index in 0..<banks.open.wordCount {
        let word = queue.hits[index] & ~barred[index]
        forEachBank(in: word, at: index) {
          candidates.consider($0, age: queue.hitAge[$0], &next, &oldest)
        }
      }
    }
    if buses.carries(.activate), queue.hasMisses {
      surveyMisses(queue, barred: barred, at: cycle, &next, &oldest)
    }
    return oldest.bank >= 0 ? choice(oldest, in: queue, column: column) : nil
  }

  /// Requests whose bank has to be opened, or closed before that.
  @inline(__always)
  private mutating func surveyMisses(
    _ queue: RequestQueue.View, barred: UnsafeMutablePointer<UInt64>, at cycle: Int, _ next: inout Int,
    _ oldest: inout Oldest
  ) {
    if let candidates = candidates(.activate, at: cycle, &next) {
      for index in 0..<banks.open.wordCount {
        let word = queue.misses[index] & ~banks.open.words[index] & ~barred[index]
        forEachBank(in: word, at: index) {
          candidates.consider($0, age: queue.missAge[$0], &next, &oldest)
        }
      }
    }
    if let candidates = candidates(.precharge, at: cycle, &next) {
      for index in 0..<banks.open.wordCount {
        let word =
          queue.misses[index] & banks.open.words[index] & ~activated.word(index) & ~barred[index]
        forEachBank(in: word, at: index) {
          guard policy.protectedHits == 0 || !isProtected($0, in: queue) else { return }
          candidates.consider($0, age: queue.missAge[$0], &next, &oldest)
        }
      }
    }
  }

  @inline(__always)
  private func choice(_ oldest: Oldest, in queue: RequestQueue.View, column: DRAMCommand) -> Choice {
    let slots = oldest.command == column ? queue.hit : queue.miss
    return Choice(slot: slots[oldest.bank], bank: oldest.bank, command: oldest.command)
  }

  /// Cycles that a command takes on its bus before the one from which timings count.
  @inline(__always)
  func lead(of command: DRAMCommand) -> Int {
    command == .activate ? activationLead : command.isColumn ? columnLead : 0
  }

  /// First cycle in which a command's bus is free.
  @inline(__always)
  private func busFree(for command: DRAMCommand) -> Int {
    command.isColumn && hasSeparateBuses ? columnBusFree : rowBusFree
  }

  /// The first cycle in which a command to a bank may start on its bus.
  @inline(__always)
  func earliestCycle(of command: DRAMCommand, bank: Int) -> Int {
    max(busFree(for: command), timing.cycle(of: command, bank: bank) - lead(of: command))
  }

  /// Whether a waiting hit keeps the row open against others that are not overdue.
  @inline(__always)
  private func isProtected(_ bank: Int, in queue: RequestQueue.View) -> Bool {
    queue.hit[bank] >= 0 && Int(banks.hits[bank]) < policy.protectedHits
  }

  private mutating func advance(_ choice: Choice, at cycle: Int) {
    let bank = choice.bank
    switch choice.command {
    case .read:
      noteQueuesChanged(at: cycle)
      finish(reads.remove(choice.slot, openRow: banks.openRow[bank]), at: cycle)
    case .write:
      noteQueuesChanged(at: cycle)
      finish(writes.remove(choice.slot, openRow: banks.openRow[bank]), at: cycle)
    case .activate:
      noteQueuesChanged(at: cycle)
      let request =
        isDraining ? writes.removeForActivation(choice.slot) : reads.removeForActivation(choice.slot)
      let cause = timing.cause(of: .activate, bank: bank)
      rowBusFree = cycle + activationLead + 1
      issue(.activate, bank: bank, row: Int(request.row), column: -1, at: cycle + activationLead)
      banks.open(bank, row: request.row, cause: cause, at: cycle)
      activated.put(request)
      rowChanged(bank)
    default:
      issue(.precharge, bank: bank, row: -1, column: -1, at: cycle)
      close(bank, at: cycle)
    }
  }

  /// A bank's row is gone.
  mutating func close(_ bank: Int, at cycle: Int) {
    statistics.openRankCycles += banks.close(bank, at: cycle)
    rowChanged(bank)
  }

  private mutating func rowChanged(_ bank: Int) {
    reads.rowChanged(bank, openRow: banks.openRow[bank])
    writes.rowChanged(bank, openRow: banks.openRow[bank])
  }

  /// A request's read or write.
  private mutating func finish(_ request: DRAMRequest, at start: Int) {
    let bank = Int(request.bank)
    let command: DRAMCommand = request.isWrite ? .write : .read
    let cycle = start + columnLead
    if columnLead > 0 {
      if hasSeparateBuses { columnBusFree = cycle + 1 } else { rowBusFree = cycle + 1 }
    }
    let lost = accounting.noteColumn(at: cycle, burst: burstCycles, into: &statistics)
    if lost > 0 { statistics.noteLost(lost, to: lostCycleCause(of: command, bank: bank)) }
    issue(command, bank: bank, row: Int(request.row), column: Int(request.column), at: cycle)
    banks.hits[bank] &+= 1
    banks.lastAccess[bank] = cycle
    if request.isWrite {
      drainedWrites += 1
    } else {
      completions.append(DRAMCompletion(identifier: request.identifier, cycle: cycle + readLatency))
    }
    if isEmpty { accounting.noteEmpty(at: cycle) }
  }

  /// What a read or write that is about to go has waited for.
  private func lostCycleCause(of command: DRAMCommand, bank: Int) -> LostCycleCause {
    let cause = timing.cause(of: command, bank: bank)
    return cause == .conflict && banks.hits[bank] == 0 ? banks.activationCause[bank] : cause
  }

  @inline(__always)
  mutating func issue(_ command: DRAMCommand, bank: Int, row: Int, column: Int, at cycle: Int) {
    timing.issue(command, bank: bank, at: cycle)
    record(command, bank: bank, row: row, column: column, at: cycle)
  }

  @inline(__always)
  mutating func record(_ command: DRAMCommand, bank: Int, row: Int, column: Int, at cycle: Int) {
    statistics.note(command)
    accounting.lastBus = command.isColumn ? .column : .row
    if log != nil {
      log?.append(DRAMCommandRecord(cycle: cycle, command: command, bank: bank, row: row, column: column))
    }
  }
}
