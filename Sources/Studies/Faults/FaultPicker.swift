import Mapping

/// Chooses faults that a program can have, kind after kind, from a seed.
struct FaultPicker {
  /// Late data are late by up to this many cycles.
  static let longestDelayCycles = 10_000

  private let program: Program
  private let commandsWithDependencies: [Int]
  private let transfersIntoCores: [Int]
  private let enginesInOrder: [[Int]]
  private var generator: SeededGenerator

  init(program: Program, seed: UInt64) {
    self.program = program
    generator = SeededGenerator(seed: seed)
    commandsWithDependencies = program.commands.indices.filter { !program.dependencies(of: $0).isEmpty }
    transfersIntoCores = program.commands.indices.filter { index in
      guard case .transfer(_, let to) = program.commands[index].action else { return false }
      if case .scratchpad = to.memory { return to.byteCount > 1 }
      return false
    }
    var byEngine: [EngineIdentifier: [Int]] = [:]
    for (index, command) in program.commands.enumerated() {
      byEngine[command.engine, default: []].append(index)
    }
    enginesInOrder = byEngine.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
  }

  /// The next fault; kinds take turns, and one that this program cannot have gives its turn away.
  mutating func pick(turn: Int) -> Fault? {
    let kinds = Fault.Kind.allCases
    for offset in kinds.indices {
      if let fault = pick(kinds[(turn + offset) % kinds.count]) { return fault }
    }
    return nil
  }

  private mutating func pick(_ kind: Fault.Kind) -> Fault? {
    switch kind {
    case .dropDependency:
      guard let command = commandsWithDependencies.randomElement(using: &generator),
        let producer = program.dependencies(of: command).randomElement(using: &generator)
      else { return nil }
      return .dropDependency(command: command, producer: Int(producer))
    case .swapCommands:
      guard let queue = enginesInOrder.randomElement(using: &generator) else { return nil }
      let position = Int.random(in: 0..<queue.count - 1, using: &generator)
      return .swapCommands(first: queue[position], second: queue[position + 1])
    case .shrinkBuffer:
      guard let (_, view) = randomTransfer() else { return nil }
      let bytes = max(1, view.storedBytes / 2)
      return .shrinkBuffer(
        memory: view.memory, address: view.address, size: view.storedBytes, bytes: bytes)
    case .delayLoad:
      guard let (load, _) = randomTransfer() else { return nil }
      return .delayLoad(load: load, cycles: Int.random(in: 1...Self.longestDelayCycles, using: &generator))
    case .corruptElement:
      guard let (transfer, view) = randomTransfer() else { return nil }
      return .corruptElement(
        transfer: transfer, element: Int.random(in: 0..<view.box.elementCount, using: &generator),
        bit: view.element.telltaleBit)
    }
  }

  private mutating func randomTransfer() -> (command: Int, destination: View)? {
    guard let index = transfersIntoCores.randomElement(using: &generator),
      case .transfer(_, let to) = program.commands[index].action
    else { return nil }
    return (index, to)
  }
}
