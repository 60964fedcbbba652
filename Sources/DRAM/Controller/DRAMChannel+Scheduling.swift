extension DRAMChannel {
  /// Issues at most one command that goes over one of the buses.
  /// - Returns: whether one was issued. Otherwise `wake` is the earliest cycle in which one may be.
  mutating func step(at cycle: Int, buses: CommandBus) -> Bool {
    var next = refresh.nextCycle
    if let index = readyActivated(at: cycle, buses: buses, &next) {
      let request = activated.remove(at: index)
      banks.claims[Int(request.bank)] -= 1
      finish(request, at: cycle)
      return true
    }
    if refresh.totalOwed > 0, refreshStep(at: cycle, buses: buses, &next) { return true }
    updateDraining()
    if let index = readyWaiting(isWrite: isDraining, at: cycle, buses: buses, &next) {
      advance(index, at: cycle)
      return true
    }
    if policy.rowPolicy != .open, closeUnwanted(at: cycle, buses: buses, &next) { return true }
    wake = next
    return false
  }

  private func readyActivated(at cycle: Int, buses: CommandBus, _ next: inout Int) -> Int? {
    for index in 0..<activated.count {
      let request = activated[index]
      let command: DRAMCommand = request.isWrite ? .write : .read
      guard buses.carries(command) else { return nil }
      let earliest = timing.cycle(of: command, bank: Int(request.bank))
      if earliest <= cycle { return index }
      next = min(next, earliest)
    }
    return nil
  }

  /// Drains writes above the high watermark or while no reads wait, down to the low one.
  private mutating func updateDraining() {
    let written = Double(writes.count)
    let capacity = Double(policy.writeQueueEntries)
    if !isDraining {
      if written > policy.writeHighWatermark * capacity || reads.isEmpty { isDraining = true }
    } else if written < policy.writeLowWatermark * capacity, !reads.isEmpty {
      isDraining = false
    }
  }

  /// The oldest request of a queue whose next command is ready.
  private func readyWaiting(
    isWrite: Bool, at cycle: Int, buses: CommandBus, _ next: inout Int
  ) -> Int? {
    let count = isWrite ? writes.count : reads.count
    guard count > 0 else { return nil }
    let oldest = isWrite ? writes[0].arrival : reads[0].arrival
    let considered = cycle - oldest > policy.ageCapCycles ? 1 : count
    for index in 0..<considered {
      let request = isWrite ? writes[index] : reads[index]
      let bank = Int(request.bank)
      guard let command = nextCommand(for: request), buses.carries(command) else { continue }
      if refresh.totalOwed > 0, isHeldByRefresh(bank) { continue }
      let earliest = timing.cycle(of: command, bank: bank)
      if earliest <= cycle { return index }
      next = min(next, earliest)
    }
    return nil
  }

  /// What brings a request one step on; nil while it has to leave the row to others.
  @inline(__always)
  private func nextCommand(for request: DRAMRequest) -> DRAMCommand? {
    let bank = Int(request.bank)
    let open = banks.openRow[bank]
    if open == request.row { return request.isWrite ? .write : .read }
    if open < 0 { return .activate }
    if banks.claims[bank] > 0 { return nil }
    if policy.protectedHits > 0, Int(banks.hits[bank]) < policy.protectedHits, isWanted(bank, row: open) {
      return nil
    }
    return .precharge
  }

  /// Whether a request of the queue that is being served waits for a row.
  private func isWanted(_ bank: Int, row: Int32) -> Bool {
    for index in 0..<(isDraining ? writes.count : reads.count) {
      let request = isDraining ? writes[index] : reads[index]
      if request.bank == Int32(bank), request.row == row { return true }
    }
    return false
  }

  private mutating func advance(_ index: Int, at cycle: Int) {
    let request = isDraining ? writes[index] : reads[index]
    let bank = Int(request.bank)
    let open = banks.openRow[bank]
    if open == request.row {
      _ = isDraining ? writes.remove(at: index) : reads.remove(at: index)
      finish(request, at: cycle)
    } else if open < 0 {
      let cause = timing.cause(of: .activate, bank: bank)
      issue(.activate, bank: bank, row: Int(request.row), column: -1, at: cycle)
      banks.open(bank, row: request.row, cause: cause)
      banks.claims[bank] += 1
      activated.append(isDraining ? writes.remove(at: index) : reads.remove(at: index))
    } else {
      issue(.precharge, bank: bank, row: -1, column: -1, at: cycle)
      banks.close(bank)
    }
  }

  /// A request's read or write.
  private mutating func finish(_ request: DRAMRequest, at cycle: Int) {
    let bank = Int(request.bank)
    let command: DRAMCommand = request.isWrite ? .write : .read
    let wasActivated = banks.hits[bank] == 0
    var cause = timing.cause(of: command, bank: bank)
    if cause == .conflict, wasActivated { cause = banks.activationCause[bank] }
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
