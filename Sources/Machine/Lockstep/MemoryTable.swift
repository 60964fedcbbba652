import Chips
import Documents
import Mapping

/// Numbers of a chip's memories: DRAM, shared buffer, then scratchpad and accumulator of each core.
struct MemoryTable {
  let coreCount: Int
  /// Bytes of each memory up to the highest one that the programs touch: a chip may have far larger memories.
  private(set) var extents: [Int]

  /// More simulated bytes than this are not kept: 16 GiB.
  static let largestTotalBytes = 16 << 30

  /// - Throws: `InputError` when the programs touch more than `largestTotalBytes`.
  init(_ chip: Chip, programs: [Program]) throws {
    coreCount = chip.cores.count
    extents = [Int](repeating: 0, count: 2 + 2 * chip.cores.count)
    for program in programs {
      for command in program.commands {
        for view in command.action.views { touch(view.memory, to: view.address + view.storedBytes) }
      }
      for case let home? in program.homes { touch(home.memory, to: home.address + home.layout.byteCount) }
    }
    let total = extents.reduce(0, +)
    guard total <= Self.largestTotalBytes else {
      throw InputError(
        at: chip.name,
        "the numbers of “\(programs[0].graph.name)” need \((total + (1 << 30) - 1) >> 30) GiB of simulated memory",
        remedy: "at most \(Self.largestTotalBytes >> 30) GiB are kept; run it for its timing only")
    }
  }

  private mutating func touch(_ memory: MemoryIdentifier, to end: Int) {
    let index = index(of: memory)
    extents[index] = max(extents[index], end)
  }

  func index(of memory: MemoryIdentifier) -> Int {
    switch memory {
    case .dram: 0
    case .sharedBuffer: 1
    case .scratchpad(let core): 2 + 2 * core
    case .accumulator(let core): 3 + 2 * core
    }
  }
}
