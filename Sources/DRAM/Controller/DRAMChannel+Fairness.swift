extension DRAMChannel {
  /// The command of the oldest overdue request whose command is ready; overdue are those that arrived before a cycle.
  ///
  /// The oldest overdue request of a bank keeps all others from that bank (`barredBanks`): no stream of hits can keep it from
  /// its row. Banks without one go on with the rest, whose commands an overdue request has to let pass only until its own is
  /// ready: so every command of its three waits at most one interval of the standard longer than without them.
  /// Where one waits for a request of the other direction to be done with its bank, the data bus has to turn round: `buses`
  /// carry no reads and writes of younger requests then.
  mutating func readyOverdue(
    in queue: UnsafeMutablePointer<RequestQueue.Tables>, since arrival: Int, at cycle: Int,
    _ buses: inout CommandBus,
    _ next: inout Int
  ) -> Choice? {
    barredBanks.assign(heldBanks)
    var slot = queue.pointee.oldest
    while slot >= 0, queue.pointee.requests[Int(slot)].arrival < arrival {
      defer { slot = queue.pointee.younger[Int(slot)] }
      let request = queue.pointee.requests[Int(slot)]
      let bank = Int(request.bank)
      if barredBanks.contains(bank) { continue }
      barredBanks.insert(bank)
      guard let command = nextCommand(of: request) else {
        if activated.isOfOtherDirection(bank, than: request) { buses = buses.withoutColumn }
        continue
      }
      guard buses.carries(command) else { continue }
      let earliest = earliestCycle(of: command, bank: bank)
      if earliest <= cycle { return Choice(slot: slot, bank: bank, command: command) }
      next = min(next, earliest)
    }
    return nil
  }

  /// Whether a request of the direction that does not go is overdue though its row is open: reads without end would keep the
  /// data bus from turning round to its write, and writes from turning to its read.
  @inline(__always)
  func holdsOverdueActivated(at cycle: Int) -> Bool {
    let words = isDraining ? activated.reads.words : activated.writes.words
    let overdueSince = cycle &- (isDraining ? readAgeCap : writeAgeCap)
    for index in 0..<heldBanks.wordCount {
      var bits = words[index]
      while let bank = BankSet.removeFirst(from: &bits, at: index) {
        if activated.arrival(bank) < overdueSince { return true }
      }
    }
    return false
  }

  /// What brings a request one step on; nil while its bank's row is still needed by the request that it was opened for.
  @inline(__always)
  private func nextCommand(of request: DRAMRequest) -> DRAMCommand? {
    let bank = Int(request.bank)
    let open = banks.openRow[bank]
    if open == request.row { return request.isWrite ? .write : .read }
    if open < 0 { return .activate }
    return activated.holds(bank) ? nil : .precharge
  }
}
