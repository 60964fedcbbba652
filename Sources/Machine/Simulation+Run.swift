import EventSimulation
import Mapping

extension Simulation {
  /// Events between two calls of `progress`.
  private static var eventsPerReport: Int { 1 << 16 }

  /// Plays the program to its end.
  /// - Throws: `MachineError` when commands wait for ever.
  mutating func run(_ source: Program, options: MachineOptions) throws {
    for engine in 0..<program.engines.count {
      settle(engine, answersAreOut: false)
      if program.engines.isRequester(engine) { try serve(engine) } else { try accept(engine) }
    }
    var untilReport = Self.eventsPerReport
    while let (time, event) = queue.pop() {
      now = time.femtoseconds
      try handle(event)
      untilReport &-= 1
      if untilReport == 0 {
        options.progress?(completed, program.commands.count)
        untilReport = Self.eventsPerReport
      }
    }
    guard completed == program.commands.count else { throw deadlock(source) }
    options.progress?(completed, program.commands.count)
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
