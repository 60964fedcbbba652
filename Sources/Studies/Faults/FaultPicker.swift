import Mapping

/// Chooses faults that a program can have, kind after kind, from a seed.
struct FaultPicker {
  /// Late data are late by up to this many cycles.
  static let longestDelayCycles = 10_000

  private let program: Program
  private let commandsWithDependencies: [Int]
  private let transfersIntoCores: [Int]
  private let enginesInOrder: [[Int]]
  /// In every memory, where what transfers bring begins, ascending.
  private let bufferAddresses: [MemoryIdentifier: [Int]]
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
    var addresses: [MemoryIdentifier: Set<Int>] = [:]
    for index in transfersIntoCores {
      guard case .transfer(_, let to) = program.commands[index].action else { continue }
      addresses[to.memory, default: []].insert(to.address)
    }
    bufferAddresses = addresses.mapValues { $0.sorted() }
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
      guard let (_, view) = randomTransfer(), let next = address(behind: view) else { return nil }
      let middle = view.address + view.storedBytes / 2
      return .shrinkBuffer(
        memory: view.memory, address: view.address, size: view.storedBytes, bytes: next - middle)
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

  /// Where the next buffer in the same memory begins; nil when this one is the last.
  private func address(behind view: View) -> Int? {
    let addresses = bufferAddresses[view.memory] ?? []
    return addresses.first { $0 >= view.address + view.storedBytes }
  }

  private mutating func randomTransfer() -> (command: Int, destination: View)? {
    guard let index = transfersIntoCores.randomElement(using: &generator),
      case .transfer(_, let to) = program.commands[index].action
    else { return nil }
    return (index, to)
  }
}
