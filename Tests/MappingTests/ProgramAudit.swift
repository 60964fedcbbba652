import Mapping
import Tensors

/// Bytes a command touches in one memory.
struct Access {
  var memory: MemoryIdentifier
  var bytes: [Range<Int>]
  var writes: Bool
}

extension Command {
  /// Every view the command reads or writes.
  var accesses: [Access] {
    switch action {
    case .transfer(let from, let to): [from.access(writes: false), to.access(writes: true)]
    case .multicast(let from, let to):
      [from.access(writes: false)] + to.map { $0.access(writes: true) }
    case .contract(let a, let b, let accumulator, _, _):
      [a.access(writes: false), b.access(writes: false), accumulator.access(writes: true)]
    case .finish(let accumulator, let operands, let output):
      [accumulator.access(writes: false), output.access(writes: true)]
        + operands.compactMap { $0?.access(writes: false) }
    case .compute(let inputs, let output):
      [output.access(writes: true)] + inputs.compactMap { $0?.access(writes: false) }
    case .host(let inputs, let outputs):
      outputs.map { $0.access(writes: true) } + inputs.compactMap { $0?.access(writes: false) }
    }
  }
}

extension View {
  func access(writes: Bool) -> Access {
    var runs = StridedRuns(of: box, in: layout, element: element)
    var ranges: [Range<Int>] = []
    while let run = runs.next() { ranges.append(address + run.offset..<address + run.offset + run.bytes) }
    return Access(memory: memory, bytes: ranges, writes: writes)
  }
}

/// Pairs of commands that touch the same bytes, at least one of them writing, with nothing to order them.
func races(in program: Program) -> [(first: Int, second: Int, memory: MemoryIdentifier)] {
  struct Touch {
    var command: Int
    var range: Range<Int>
    var writes: Bool
  }
  let order = HappensBefore(program)
  var touches: [MemoryIdentifier: [Touch]] = [:]
  for (index, command) in program.commands.enumerated() {
    for access in command.accesses {
      for range in access.bytes {
        touches[access.memory, default: []].append(Touch(command: index, range: range, writes: access.writes))
      }
    }
  }
  var found: [(first: Int, second: Int, memory: MemoryIdentifier)] = []
  for (memory, list) in touches {
    let sorted = list.sorted { $0.range.lowerBound < $1.range.lowerBound }
    for (position, touch) in sorted.enumerated() {
      for other in sorted[(position + 1)...] {
        if other.range.lowerBound >= touch.range.upperBound { break }
        if !touch.writes && !other.writes || touch.command == other.command { continue }
        let pair = (min(touch.command, other.command), max(touch.command, other.command))
        if isAccumulation(program.commands[pair.0], program.commands[pair.1], memory) { continue }
        if !order.isOrdered(pair.0, pair.1) { found.append((pair.0, pair.1, memory)) }
      }
    }
  }
  return found
}

/// Two steps of one sum in one engine: the array adds them in order.
private func isAccumulation(_ first: Command, _ second: Command, _ memory: MemoryIdentifier) -> Bool {
  guard case .accumulator = memory, case .contract = first.action,
    case .contract(_, _, _, _, let clears) = second.action
  else { return false }
  return first.engine == second.engine && first.tile == second.tile && !clears
}
