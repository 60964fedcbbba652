import Chips
import EventSimulation
import Graphs
import Machine
import Mapping
import Tensors

/// Whether an engine ever did two things at once.
///
/// A matrix or vector engine loads stationary operands under the command before and drains under the command behind,
/// so the intervals of neighbours overlap; what cannot overlap is streaming. Hence: between the start of one command
/// and the end of a later one there is time for the streams of both and of all between them. (DMA engines send the
/// requests of one command while answers of others are under way: they are left out.)
struct EngineOccupancy {
  let program: Program
  let chip: Chip
  let timeline: [CommandInterval]

  /// Pairs of commands with too little time between them.
  func conflicts() throws -> [(first: Int, last: Int)] {
    var queues: [EngineIdentifier: [Int]] = [:]
    for (index, command) in program.commands.enumerated() {
      switch command.engine {
      case .matrix, .vector: queues[command.engine, default: []].append(index)
      case .load, .store, .copy, .host: break
      }
    }
    var found: [(first: Int, last: Int)] = []
    for queue in queues.values {
      let cycles = try queue.map(streamCycles)
      let clock = ClockDomain(hertz: chip.cores[core(of: queue[0])].clockHertz)
      for first in queue.indices {
        let start = timeline[queue[first]].startFemtoseconds
        var sum = 0
        for last in first..<min(queue.count, first + 40) {
          sum += cycles[last]
          // Start and end are edges of one clock, so the difference of the rounded times is exact to a femtosecond.
          let needed = clock.time(ofCycle: UInt64(sum)).femtoseconds
          if timeline[queue[last]].endFemtoseconds + 1 < start + needed {
            found.append((queue[first], queue[last]))
          }
        }
      }
    }
    return found
  }

  private func core(of command: Int) -> Int {
    switch program.commands[command].engine {
    case .load(let core), .store(let core), .copy(let core), .matrix(let core), .vector(let core): core
    case .host: chip.cores.count
    }
  }

  /// The least cycles of the engine for a command: useful work at the peak rate, rounded up.
  private func streamCycles(_ index: Int) throws -> Int {
    let command = program.commands[index]
    let core = chip.cores[core(of: index)]
    switch command.action {
    case .contract(let a, _, let accumulator, let reduction, _):
      guard case .contraction(let contraction) = try program.graph.form(of: Int(command.node)) else {
        return 0
      }
      let shape = contraction.productShape(
        of: accumulator.box, reduction: Int(reduction.lowerBound)..<Int(reduction.upperBound))
      let peak = core.matrix!.peakMultiplyAccumulatesPerCycle(a.element)
      return Int((Double(shape.multiplyAccumulates) / peak).rounded(.up))
    case .finish(_, _, let output), .compute(_, let output):
      return (output.box.elementCount + core.vector!.lanes - 1) / core.vector!.lanes
    case .transfer, .multicast, .host: return 0
    }
  }
}
