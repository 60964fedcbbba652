import Chips
import Mapping

/// Numbers of a chip's memories: DRAM, shared buffer, then scratchpad and accumulator of each core.
struct MemoryTable {
  let coreCount: Int
  /// Bytes of each memory that a program can touch.
  let extents: [Int]

  init(_ chip: Chip, program: Program) {
    coreCount = chip.cores.count
    var touched = program.dramBytes
    for command in program.commands {
      for view in command.action.views where view.memory == .dram {
        touched = max(touched, view.address + view.storedBytes)
      }
    }
    for (value, home) in program.homes.enumerated() {
      guard let home, home.memory == .dram else { continue }
      touched = max(touched, home.address + program.graph.values[value].type.byteCount)
    }
    extents =
      [touched, chip.sharedBuffer?.capacityBytes ?? 0]
      + chip.cores.flatMap { [$0.scratchpad.capacityBytes, $0.accumulator?.capacityBytes ?? 0] }
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
