extension DRAMChannel {
  /// Issues at most one command that goes over one of the buses.
  /// - Returns: whether one was issued. Otherwise `wake` is the earliest cycle in which one may be.
  mutating func step(at cycle: Int, buses: CommandBus) -> Bool {
    var next = refresh.nextCycle
    if let bank = readyActivated(at: cycle, buses: buses, &next) {
      banks.claims[bank] = 0
      finish(activated.take(bank), at: cycle)
      return true
    }
    if refresh.totalOwed > 0, refreshStep(at: cycle, buses: buses, &next) { return true }
    updateDraining()
    let choice =
      isDraining
      ? readyWaiting(in: writes, column: .write, at: cycle, buses: buses, &next)
      : readyWaiting(in: reads, column: .read, at: cycle, buses: buses, &next)
    if let choice {
      advance(choice, at: cycle)
      return true
    }
    if policy.rowPolicy != .open, closeUnwanted(at: cycle, buses: buses, &next) { return true }
    wake = next
    return false
  }

  /// The bank of the oldest request whose row was opened for it, if its read or write is ready.
  private func readyActivated(at cycle: Int, buses: CommandBus, _ next: inout Int) -> Int? {
    guard buses != .row else { return nil }
    var best: Int?
    var bestAge = Int.max
    activated.forEachRequest { bank, request in
      let earliest = earliestCycle(of: request.isWrite ? .write : .read, bank: bank)
      if earliest > cycle {
        next = min(next, earliest)
      } else if request.age < bestAge {
        best = bank
        bestAge = request.age
      }
    }
    return best
  }

  /// Drains writes above the high watermark or while no reads wait, down to the low one.
  private mutating func updateDraining() {
    if !isDraining {
      if writes.count > highWatermark || reads.isEmpty { isDraining = true }
    } else if writes.count < lowWatermark, !reads.isEmpty {
      isDraining = false
    }
  }

  /// A request and the command that brings it one step on.
  struct Choice {
    var slot: Int32
    var bank: Int
    var command: DRAMCommand
  }

  /// The oldest request of a queue whose next command is ready. A request older than the age cap bars all others.
  private func readyWaiting(
    in queue: borrowing RequestQueue, column: DRAMCommand, at cycle: Int, buses: CommandBus, _ next: inout Int
  ) -> Choice? {
    var best: Choice?
    var bestAge = Int.max
    var earliestNext = Int.max
    var oldest: Choice?
    var oldestAge = Int.max
    let refreshes = refresh.totalOwed > 0
    queue.forEachBank { bank in
      if refreshes, isHeldByRefresh(bank) { return }
      func consider(_ slot: Int32, _ command: DRAMCommand) {
        let age = queue.age(slot)
        if age < oldestAge {
          oldestAge = age
          oldest = Choice(slot: slot, bank: bank, command: command)
        }
        guard buses.carries(command) else { return }
        let earliest = earliestCycle(of: command, bank: bank)
        if earliest > cycle {
          earliestNext = min(earliestNext, earliest)
        } else if age < bestAge {
          bestAge = age
          best = Choice(slot: slot, bank: bank, command: command)
        }
      }
      let hit = queue.oldestHit(bank)
      let miss = queue.oldestMiss(bank)
      if hit >= 0 { consider(hit, column) }
      guard miss >= 0 else { return }
      if !banks.isOpen(bank) {
        consider(miss, .activate)
      } else if banks.claims[bank] == 0, !isProtected(bank, hit: hit) {
        consider(miss, .precharge)
      }
    }
    if let oldest, cycle - queue.request(oldest.slot).arrival > ageCap, best?.slot != oldest.slot {
      let earliest = earliestCycle(of: oldest.command, bank: oldest.bank)
      if earliest <= cycle, buses.carries(oldest.command) { return oldest }
      next = min(next, max(cycle + 1, earliest))
      return nil
    }
    next = min(next, earliestNext)
    return best
  }

  /// The first cycle in which a command to a bank may start on its bus.
  @inline(__always)
  func earliestCycle(of command: DRAMCommand, bank: Int) -> Int {
    let earliest = timing.cycle(of: command, bank: bank)
    if activationLead == 0 || (command.isColumn && standard.organisation.hasSeparateBuses) { return earliest }
    return max(rowBusFree, command == .activate ? earliest - activationLead : earliest)
  }

  /// Whether a waiting hit keeps the row open against others.
  private func isProtected(_ bank: Int, hit: Int32) -> Bool {
    hit >= 0 && Int(banks.hits[bank]) < policy.protectedHits
  }

  private mutating func advance(_ choice: Choice, at cycle: Int) {
    let bank = choice.bank
    switch choice.command {
    case .read: finish(reads.remove(choice.slot, openRow: banks.openRow[bank]), at: cycle)
    case .write: finish(writes.remove(choice.slot, openRow: banks.openRow[bank]), at: cycle)
    case .activate:
      let request = isDraining ? writes.request(choice.slot) : reads.request(choice.slot)
      let cause = timing.cause(of: .activate, bank: bank)
      issue(.activate, bank: bank, row: Int(request.row), column: -1, at: cycle + activationLead)
      rowBusFree = cycle + activationLead + 1
      banks.open(bank, row: request.row, cause: cause, at: cycle)
      banks.claims[bank] += 1
      _ =
        isDraining
        ? writes.remove(choice.slot, openRow: request.row) : reads.remove(choice.slot, openRow: request.row)
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
    reads.refresh(bank, openRow: banks.openRow[bank])
    writes.refresh(bank, openRow: banks.openRow[bank])
  }

  /// A request's read or write.
  private mutating func finish(_ request: DRAMRequest, at cycle: Int) {
    let bank = Int(request.bank)
    let command: DRAMCommand = request.isWrite ? .write : .read
    var cause = timing.cause(of: command, bank: bank)
    if cause == .conflict, banks.hits[bank] == 0 { cause = banks.activationCause[bank] }
    issue(command, bank: bank, row: Int(request.row), column: Int(request.column), at: cycle)
    accounting.noteColumn(at: cycle, burst: burstCycles, cause: cause, into: &statistics)
    banks.hits[bank] += 1
    banks.lastAccess[bank] = cycle
    if !request.isWrite {
      completions.append(DRAMCompletion(identifier: request.identifier, cycle: cycle + readLatency))
    }
    if isEmpty { accounting.noteEmpty(at: cycle) }
  }

  mutating func issue(_ command: DRAMCommand, bank: Int, row: Int, column: Int, at cycle: Int) {
    timing.issue(command, bank: bank, at: cycle)
    record(command, bank: bank, row: row, column: column, at: cycle)
  }

  mutating func record(_ command: DRAMCommand, bank: Int, row: Int, column: Int, at cycle: Int) {
    statistics.commands[command.index] += 1
    accounting.lastBus = command.isColumn ? .column : .row
    log?.append(
      DRAMCommandRecord(cycle: cycle, command: command, bank: bank, row: row, column: column))
  }
}
