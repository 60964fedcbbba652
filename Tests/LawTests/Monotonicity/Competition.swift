import Chips
import Machine
import Mapping

/// How long the parts that requests compete for are occupied in a run.
///
/// Follow the chain of commands and requests that ends last. Where it waits for nobody else, a better chip is not
/// slower. Where it waits in line, each request of another engine that it meets at a link or channel is ahead of it at
/// most once, so all its waiting at one part together is at most the time that this part is occupied; likewise for the
/// cycles that products lose to DMA data. The sum over all parts bounds what a change of order can cost.
struct Competition {
  /// Femtoseconds of each kind of part: how many there are, and how long one of them is occupied at the least when all
  /// share the work.
  private var parts: [(count: Int, occupied: Double)] = []
  private var conflicts: Double = 0

  init(_ record: RunRecord, on chip: Chip) {
    let networkCycle = 1e15 / Double(chip.network.clockHertz)
    parts = record.network.linkBusyCycles.map { (1, Double($0) * networkCycle) }
    for memory in record.memories {
      let bytes = Double(memory.accesses * chip.dram.requestBytes)
      switch memory.memory {
      case .dram:
        parts.append((chip.dram.channels, bytes * 1e15 / Double(chip.dram.bandwidthBytesPerSecond)))
      case .sharedBuffer:
        guard let buffer = chip.sharedBuffer else { continue }
        let rate = Double(buffer.banks * buffer.bytesPerCyclePerBank) * Double(buffer.clockHertz)
        parts.append((buffer.banks, bytes * 1e15 / rate))
      case .scratchpad, .accumulator: break
      }
    }
    let conflictCause = StallCause.allCases.firstIndex(of: .bankConflict)!
    let cycles = record.engines.reduce(0) { $0 + $1.stallCycles[conflictCause] }
    conflicts = Double(cycles) * 1e15 / Double(record.clockHertz)
  }

  /// What waiting for others can add to a run.
  var femtoseconds: Double { parts.reduce(conflicts) { $0 + Double($1.count) * $1.occupied } }

  /// No run is shorter than its busiest link or memory is occupied.
  var busiestPartFemtoseconds: Double { parts.map(\.occupied).max() ?? 0 }
}
