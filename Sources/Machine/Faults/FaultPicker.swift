import EventSimulation
import Mapping
import Tensors

/// Picks faults that can happen in a program, the same for the same seed.
struct FaultPicker {
  private let program: Program
  private var random: SeededGenerator
  private let dependents: [Int]
  private let neighbours: [(first: Int, second: Int)]
  private let loads: [Int]
  private let buffers: [Buffer]

  private struct Buffer: Hashable {
    var memory: MemoryIdentifier
    var address: Int
    var byteCount: Int
  }

  init(_ program: Program, seed: UInt64) {
    self.program = program
    random = SeededGenerator(seed: seed)
    dependents = program.commands.indices.filter { !program.commands[$0].dependencies.isEmpty }
    loads = program.commands.indices.filter {
      if case .load = program.commands[$0].engine { true } else { false }
    }
    var last: [EngineIdentifier: Int] = [:]
    var pairs: [(Int, Int)] = []
    var places: Set<Buffer> = []
    for (index, command) in program.commands.enumerated() {
      if let before = last[command.engine] { pairs.append((before, index)) }
      last[command.engine] = index
      for view in command.action.writes where !view.memory.isBehindNetwork {
        places.insert(Buffer(memory: view.memory, address: view.address, byteCount: view.storedBytes))
      }
    }
    neighbours = pairs.map { (first: $0.0, second: $0.1) }
    buffers = places.sorted {
      ($0.memory.words, $0.address, $0.byteCount) < ($1.memory.words, $1.address, $1.byteCount)
    }
  }

  /// The kinds in turn; nil when the program has no place for any.
  mutating func pick(turn: Int) -> InjectedFault? {
    let kinds = InjectedFault.Kind.allCases
    for offset in kinds.indices {
      if let fault = pick(kinds[(turn + offset) % kinds.count]) { return fault }
    }
    return nil
  }

  /// nil when the program has no place for this kind of fault.
  mutating func pick(_ kind: InjectedFault.Kind) -> InjectedFault? {
    switch kind {
    case .droppedDependency:
      guard let command = random.element(of: dependents) else { return nil }
      let dependency = random.element(of: Array(program.dependencies(of: command)))!
      return .droppedDependency(command: command, dependency: Int(dependency))
    case .swappedCommands:
      return random.element(of: neighbours).map { .swappedCommands(first: $0.first, second: $0.second) }
    case .shrunkBuffer: return shrunkBuffer()
    case .delayedLoad:
      guard let command = random.element(of: loads) else { return nil }
      return .delayedLoad(command: command, cycles: 1 << (2 + random.below(10)))
    case .corruptedElement: return corruptedElement()
    }
  }

  /// A buffer and the next one above it in the same memory: the lower one covers half of the smaller of the two.
  private mutating func shrunkBuffer() -> InjectedFault? {
    let start = random.below(max(1, buffers.count))
    for step in buffers.indices {
      let buffer = buffers[(start + step) % buffers.count]
      let end = buffer.address + buffer.byteCount
      guard
        let above = buffers.filter({ $0.memory == buffer.memory && $0.address >= end }).min(by: {
          $0.address < $1.address
        })
      else { continue }
      let shared = max(4, min(buffer.byteCount, above.byteCount) / 8 * 4)
      return .shrunkBuffer(
        memory: buffer.memory, address: buffer.address, byteCount: buffer.byteCount,
        shiftBytes: above.address - end + shared)
    }
    return nil
  }

  /// A bit just below the sign: it changes any number a lot, zero included.
  private mutating func corruptedElement() -> InjectedFault? {
    guard !program.commands.isEmpty else { return nil }
    let command = random.below(program.commands.count)
    let view = program.commands[command].action.writes[0]
    return .corruptedElement(
      command: command, element: random.below(view.box.elementCount), bit: max(0, view.element.bitWidth - 2))
  }
}
