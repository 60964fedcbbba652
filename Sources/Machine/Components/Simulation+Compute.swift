/// Matrix and vector engines; see `ComputeUnit`.
extension Simulation {
  /// Takes the next command if the pipeline and the command are ready.
  mutating func accept(_ engine: Int) throws {
    guard units[engine].preloading < 0 else { return }
    let command = readyHead(engine)
    guard command >= 0 else { return }
    let clock = clocks[units[engine].core]
    let cycle = clock.cycle(atOrAfter: now)
    let earliest = clock.time(ofCycle: max(cycle, units[engine].acceptFrom)).femtoseconds
    guard earliest == now else { return scheduleAccept(engine, at: earliest) }

    try begin(command, on: engine)
    accounts[engine].enter(.busy, at: now)
    let preloadEnd = cycle + UInt64(program.computations[program.commands[command].detail].preloadCycles)
    if units[engine].current < 0 {
      units[engine].takenAt = cycle
      stream(command, on: engine, from: max(preloadEnd, units[engine].streamEnd))
    } else {
      units[engine].preloading = command
      units[engine].preloadEnd = preloadEnd
      units[engine].preloadingTakenAt = cycle
    }
  }

  private mutating func scheduleAccept(_ engine: Int, at time: UInt64) {
    guard time < units[engine].acceptEventAt else { return }
    units[engine].acceptEventAt = time
    schedule(.accept, Int32(engine), at: time)
  }

  private mutating func stream(_ command: Int32, on engine: Int, from cycle: UInt64) {
    let work = program.computations[program.commands[command].detail]
    let end = cycle + UInt64(work.streamCycles)
    units[engine].current = command
    units[engine].streamEnd = end
    units[engine].acceptFrom = end - UInt64(work.overlapCycles)
    units[engine].beatsBefore = beats[units[engine].core]
    units[engine].conflictCycles = 0
    let clock = clocks[units[engine].core]
    schedule(.streamEnded, Int32(engine), at: clock.time(ofCycle: end).femtoseconds)
    if readyHead(engine) >= 0 {
      scheduleAccept(
        engine, at: max(now, clock.time(ofCycle: units[engine].acceptFrom).femtoseconds))
    }
  }

  /// The stream is over, unless DMA beats took slots of it: then it goes on for as many cycles.
  mutating func endStream(_ engine: Int) throws {
    let command = units[engine].current
    let work = program.computations[program.commands[command].detail]
    let clock = clocks[units[engine].core]
    let conflicts = newConflicts(engine, work)
    if conflicts > 0 {
      units[engine].conflictCycles += conflicts
      units[engine].streamEnd += UInt64(conflicts)
      accounts[engine].enter(.bankConflict, at: now)
      schedule(.streamEnded, Int32(engine), at: clock.time(ofCycle: units[engine].streamEnd).femtoseconds)
      return
    }
    accounts[engine].enter(.busy, at: now)
    charge(engine, command: command)
    if let lockstep { try lockstep.endReading(Int(command), at: now) }
    let end = max(units[engine].lastCompletion, units[engine].streamEnd + UInt64(work.drainCycles))
    units[engine].lastCompletion = end
    units[engine].draining += 1
    units[engine].current = -1
    schedule(.computed, command, at: clock.time(ofCycle: end).femtoseconds)
    let next = units[engine].preloading
    if next >= 0 {
      units[engine].preloading = -1
      units[engine].takenAt = units[engine].preloadingTakenAt
      stream(next, on: engine, from: max(units[engine].preloadEnd, units[engine].streamEnd))
    }
    try accept(engine)
  }

  /// Cycles that beats since the stream began cost it beyond those already granted. The arbiter lets a stream have at
  /// least every second slot, so a stream at most doubles.
  private func newConflicts(_ engine: Int, _ work: Computation) -> Int {
    let taken = beats[units[engine].core] - units[engine].beatsBefore
    return min((taken * work.conflictShare) >> 16, work.streamCycles) - units[engine].conflictCycles
  }

  /// Adds the cycles that the command had the engine for itself to its operator.
  private func charge(_ engine: Int, command: Int32) {
    let from = max(units[engine].takenAt, units[engine].chargedUntil)
    let cycles = Int(units[engine].streamEnd - min(from, units[engine].streamEnd))
    units[engine].chargedUntil = units[engine].streamEnd
    let node = program.commands[command].node
    if engine % EngineTable.perCore == 3 {
      nodes[node].matrixBusyCycles += cycles
    } else {
      nodes[node].vectorBusyCycles += cycles
    }
  }

  mutating func endComputation(_ command: Int32) throws {
    let engine = Int(program.commands[command].engine)
    guard !program.engines.isRequester(engine) else { return try endLocalWork(command, on: engine) }
    units[engine].draining -= 1
    try complete(command)
    if units[engine].current < 0 && units[engine].draining == 0 { settle(engine, answersAreOut: false) }
  }
}
