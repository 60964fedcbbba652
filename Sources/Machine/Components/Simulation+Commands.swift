/// Commands: beginning, ending, and waking what waits for them.
extension Simulation {
  /// The next command of an engine if all its dependencies have completed, -1 otherwise.
  @inline(__always) func readyHead(_ engine: Int) -> Int32 {
    let head = heads[engine]
    guard head < queueEnds[engine] else { return -1 }
    let command = program.queue[head]
    return program.commands[command].pending == 0 ? command : -1
  }

  /// An engine takes its next command.
  func begin(_ command: Int32, on engine: Int) throws {
    heads[engine] += 1
    let node = program.commands[command].node
    nodes[node].start = min(nodes[node].start, now)
    if collectsTimeline { timeline[command].startFemtoseconds = now }
    if let lockstep { try lockstep.begin(Int(command), at: now) }
  }

  mutating func complete(_ command: Int32) throws {
    completed += 1
    lastCompletion = max(lastCompletion, now)
    let done = program.commands[command]
    nodes[done.node].end = max(nodes[done.node].end, now)
    if collectsTimeline { timeline[command].endFemtoseconds = now }
    if let lockstep {
      try lockstep.complete(Int(command), at: now)
      if command == lateCommand { schedule(.lateData, command, at: now + lateFemtoseconds) }
    }
    for index in done.firstSuccessor..<done.firstSuccessor + done.successorCount {
      let successor = program.successors[index]
      program.commands[successor].pending -= 1
      if program.commands[successor].pending == 0 {
        program.commands[successor].readyAt = now
        try wake(Int(program.commands[successor].engine), for: successor)
      }
    }
  }

  /// `command` has become ready; if it is its engine's next, the engine may take it.
  private mutating func wake(_ engine: Int, for command: Int32) throws {
    guard heads[engine] < queueEnds[engine], program.queue[heads[engine]] == command else { return }
    if program.engines.isRequester(engine) {
      if requesters[engine].command < 0 { try serve(engine) }
    } else {
      try accept(engine)
    }
  }

  /// The condition of an engine that has no command in work.
  @inline(__always) func settle(_ engine: Int, answersAreOut: Bool) {
    let condition: EngineCondition =
      answersAreOut ? .memory : heads[engine] < queueEnds[engine] ? .dependency : .idle
    accounts[engine].enter(condition, at: now)
  }
}
