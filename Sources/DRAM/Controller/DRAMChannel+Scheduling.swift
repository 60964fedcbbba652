extension DRAMChannel {
  /// Issues at most one command that goes over one of the buses.
  /// - Returns: whether one was issued. Otherwise `wake` is the earliest cycle in which one may be.
  mutating func step(at cycle: Int, buses: CommandBus) -> Bool {
    var next = refresh.nextCycle
    if !activated.isEmpty, buses != .row, let bank = readyActivated(at: cycle, &next) {
      postponeDraining(at: cycle)
      finish(activated.take(bank), at: cycle)
      noteFreed(bank)
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
  @inline(__always)
  private mutating func readyActivated(at cycle: Int, _ next: inout Int) -> Int? {
    var oldest = Oldest()
    let bounds = activated.bounds
    if activated.readCount > 0, var survey = survey(.read, &bounds.pointee.read, at: cycle, &next) {
      askActivated(in: activated.reads.words, &survey)
      survey.settle(&bounds.pointee.read, &next, &oldest)
    }
    if activated.writeCount > 0, var survey = survey(.write, &bounds.pointee.write, at: cycle, &next) {
      askActivated(in: activated.writes.words, &survey)
      survey.settle(&bounds.pointee.write, &next, &oldest)
    }
    return oldest.bank >= 0 ? oldest.bank : nil
  }

  @inline(__always)
  private mutating func askActivated(
    in words: UnsafeMutablePointer<UInt64>, _ survey: inout Survey
  ) {
    for index in 0..<banks.open.wordCount {
      var bits = words[index]
      while let bank = BankSet.removeFirst(from: &bits, at: index) {
        survey.ask(bank, age: activated.age(bank))
      }
    }
  }

  /// A request and the command that brings it one step on.
  struct Choice: BitwiseCopyable {
    var slot: Int32
    var bank: Int
    var command: DRAMCommand
  }

  /// The oldest request of the queue in turn whose next command is ready; overdue requests before all others.
  private mutating func readyWaiting(at cycle: Int, buses: CommandBus, _ next: inout Int) -> Choice? {
    let queue = isDraining ? writes.tables : reads.tables
    guard queue.pointee.oldest >= 0 else { return nil }
    var buses = buses
    if (isDraining ? activated.readCount : activated.writeCount) > 0, holdsOverdueActivated(at: cycle) {
      buses = buses.withoutColumn
    }
    let column: DRAMCommand = isDraining ? .write : .read
    var barred = heldBanks.words
    let overdueSince = cycle &- (isDraining ? writeAgeCap : readAgeCap)
    if queue.pointee.requests[Int(queue.pointee.oldest)].arrival < overdueSince {
      if let overdue = readyOverdue(in: queue, since: overdueSince, at: cycle, &buses, &next) {
        return overdue
      }
      barred = barredBanks.words
    }
    var oldest = Oldest()
    let barsNone = banks.open.hasNone(of: barred)
    if buses.carries(column), var survey = survey(column, &queue.pointee.bounds.column, at: cycle, &next) {
      surveyHits(queue, barred: barred, &survey)
      survey.settle(&queue.pointee.bounds.column, isWhole: barsNone, &next, &oldest)
    }
    if buses.carries(.activate) {
      surveyClosed(queue, barred: barred, barsNone, at: cycle, &next, &oldest)
      surveyOpen(queue, barred: barred, barsNone, at: cycle, &next, &oldest)
    }
    return oldest.bank >= 0 ? choice(oldest, in: queue, column: column) : nil
  }

  /// Requests whose row is open: bank by bank where there are few, else from the oldest on, of which one of the first is
  /// ready most often.
  @inline(__always)
  private mutating func surveyHits(
    _ queue: UnsafeMutablePointer<RequestQueue.Tables>, barred: UnsafeMutablePointer<UInt64>,
    _ survey: inout Survey
  ) {
    if queue.pointee.hitCount <= 4 {
      for index in 0..<banks.open.wordCount {
        var bits = queue.pointee.hits[index] & ~barred[index]
        while let bank = BankSet.removeFirst(from: &bits, at: index) {
          survey.ask(bank, age: queue.pointee.hitAge[bank])
        }
      }
      return
    }
    var slot = queue.pointee.oldest
    while slot >= 0, survey.bank < 0 {
      let bank = Int(queue.pointee.banks[Int(slot)])
      if queue.pointee.hit[bank] == slot, !BankSet.contains(bank, in: barred) {
        survey.ask(bank, age: queue.pointee.hitAge[bank])
      }
      slot = queue.pointee.younger[Int(slot)]
    }
  }

  /// Requests whose bank has to be opened.
  @inline(__always)
  private mutating func surveyClosed(
    _ queue: UnsafeMutablePointer<RequestQueue.Tables>, barred: UnsafeMutablePointer<UInt64>,
    _ barsNone: Bool, at cycle: Int,
    _ next: inout Int, _ oldest: inout Oldest
  ) {
    guard var survey = survey(.activate, &queue.pointee.bounds.activate, at: cycle, &next) else { return }
    for index in 0..<banks.open.wordCount {
      var bits = queue.pointee.misses[index] & ~(banks.open.words[index] | barred[index])
      while let bank = BankSet.removeFirst(from: &bits, at: index) {
        survey.ask(bank, age: queue.pointee.missAge[bank])
      }
    }
    survey.settle(&queue.pointee.bounds.activate, isWhole: barsNone, &next, &oldest)
  }

  /// Requests whose bank has to be closed before that.
  @inline(__always)
  private mutating func surveyOpen(
    _ queue: UnsafeMutablePointer<RequestQueue.Tables>, barred: UnsafeMutablePointer<UInt64>,
    _ barsNone: Bool, at cycle: Int,
    _ next: inout Int, _ oldest: inout Oldest
  ) {
    guard var survey = survey(.precharge, &queue.pointee.bounds.precharge, at: cycle, &next) else { return }
    for index in 0..<banks.open.wordCount {
      var bits =
        queue.pointee.misses[index] & banks.open.words[index] & ~(activated.word(index) | barred[index])
      while let bank = BankSet.removeFirst(from: &bits, at: index) {
        if policy.protectedHits > 0, isProtected(bank, in: queue) { continue }
        survey.ask(bank, age: queue.pointee.missAge[bank])
      }
    }
    survey.settle(&queue.pointee.bounds.precharge, isWhole: barsNone, &next, &oldest)
  }

  @inline(__always)
  private func choice(
    _ oldest: Oldest, in queue: UnsafeMutablePointer<RequestQueue.Tables>, column: DRAMCommand
  ) -> Choice {
    let slots = oldest.command == column ? queue.pointee.hit : queue.pointee.miss
    return Choice(slot: slots[oldest.bank], bank: oldest.bank, command: oldest.command)
  }

  /// Cycles that a command takes on its bus before the one from which timings count.
  @inline(__always)
  func lead(of command: DRAMCommand) -> Int {
    command == .activate ? activationLead : command.isColumn ? columnLead : 0
  }

  /// First cycle in which a command's bus is free.
  @inline(__always)
  func busFree(for command: DRAMCommand) -> Int {
    command.isColumn && hasSeparateBuses ? columnBusFree : rowBusFree
  }

  /// The first cycle in which a command to a bank may start on its bus.
  @inline(__always)
  func earliestCycle(of command: DRAMCommand, bank: Int) -> Int {
    max(busFree(for: command), timing.cycle(of: command, bank: bank) - lead(of: command))
  }

  /// Whether a waiting hit keeps the row open against others that are not overdue.
  @inline(__always)
  private func isProtected(_ bank: Int, in queue: UnsafeMutablePointer<RequestQueue.Tables>) -> Bool {
    queue.pointee.hit[bank] >= 0 && Int(banks.hits[bank]) < policy.protectedHits
  }

  private mutating func advance(_ choice: Choice, at cycle: Int) {
    let bank = choice.bank
    switch choice.command {
    case .read:
      noteQueuesChanged(at: cycle)
      finish(reads.remove(choice.slot, openRow: banks.openRow[bank]), at: cycle)
      if policy.protectedHits > 0 { noteFreed(bank) }
    case .write:
      noteQueuesChanged(at: cycle)
      finish(writes.remove(choice.slot, openRow: banks.openRow[bank]), at: cycle)
      if policy.protectedHits > 0 { noteFreed(bank) }
    case .activate:
      noteQueuesChanged(at: cycle)
      let request =
        isDraining ? writes.removeForActivation(choice.slot) : reads.removeForActivation(choice.slot)
      let cause = timing.cause(of: .activate, bank: bank)
      rowBusFree = cycle + activationLead + 1
      issue(.activate, bank: bank, row: Int(request.row), column: -1, at: cycle + activationLead)
      banks.open(bank, row: request.row, cause: cause, at: cycle)
      activated.put(request)
      noteActivated(bank, isWrite: request.isWrite)
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
    noteRowChanged(bank)
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
  @inline(__always)
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
