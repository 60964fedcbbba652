import EventSimulation
import Mapping

extension Simulation {
  /// Events between two looks at the limits and two calls of `progress`.
  private static var eventsPerCheck: Int { 1 << 16 }

  /// Plays the program to its end.
  /// - Throws: `MachineError` when commands wait for ever or a limit is reached.
  mutating func run(_ source: Program, options: MachineOptions) throws {
    for engine in 0..<program.engines.count {
      settle(engine, answersAreOut: false)
      if program.engines.isRequester(engine) { try serve(engine) } else { try accept(engine) }
    }
    var untilCheck = min(Self.eventsPerCheck, options.eventLimit)
    while let (time, event) = queue.pop() {
      now = time.femtoseconds
      try handle(event)
      untilCheck &-= 1
      if untilCheck == 0 {
        options.progress?(completed, program.commands.count)
        try checkLimits(options)
        untilCheck = min(Self.eventsPerCheck, max(1, options.eventLimit - queue.poppedCount))
      }
    }
    guard completed == program.commands.count else { throw deadlock(source) }
    options.progress?(completed, program.commands.count)
  }

  private func checkLimits(_ options: MachineOptions) throws {
    guard queue.poppedCount < options.eventLimit, now <= options.timeLimitFemtoseconds else {
      throw MachineError(
        .limitReached,
        "after \(queue.poppedCount) events and \(Double(now) * 1e-9) µs, \(completed) of "
          + "\(program.commands.count) commands were complete")
    }
  }

  /// Names the commands at the heads of the queues and what each of them waits for.
  private func deadlock(_ source: Program) -> MachineError {
    var first: Int?
    var reasons: [String] = []
    if isFlitLevel, let circle = parts.flits.part.deadlock() { reasons.append("network: \(circle)") }
    for engine in 0..<program.engines.count where heads[engine] < queueEnds[engine] {
      let command = Int(program.queue[heads[engine]])
      let missing = source.dependencies(of: command).filter { !isComplete(Int($0)) }
      first = first ?? command
      let waits = missing.map { source.words(for: Int($0)) }.joined(separator: " and ")
      reasons.append(
        "\(source.words(for: command)) on the \(program.engines.identifier(engine).words) waits for \(waits)")
    }
    return MachineError(
      .deadlock, command: first,
      "\(completed) of \(program.commands.count) commands completed; " + reasons.joined(separator: "; "))
  }

  /// In a deadlock no command is under way: those that an engine has taken are complete.
  private func isComplete(_ command: Int) -> Bool {
    let engine = program.commands[command].engine
    return (program.queueStart(of: engine)..<heads[engine]).contains { program.queue[$0] == command }
  }
}

extension LoadedProgram {
  func queueStart(of engine: Int32) -> Int32 { queueBounds[Int(engine)] }
}
