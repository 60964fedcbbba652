import Machine
import Mapping

/// Power over a run, in equal parts of its time: an estimate.
///
/// An operator's dynamic energy is spread over the commands that it went to, by their work and evenly over their time:
/// arrays, their memories and their clocks over matrix commands, vector lanes over vector commands, network, shared buffer
/// and DRAM over transfers. Leakage, clocks that are never gated, and what a DRAM played by commands takes for refresh and
/// standing by are the same throughout.
public struct PowerTrace: Sendable {
  public static let defaultParts = 200

  /// Of each part, in watts, DRAM and host included.
  public let watts: [Double]
  public let partSeconds: Double

  /// Power of the hottest part.
  public var peakWatts: Double { watts.max() ?? 0 }

  /// - Returns: nil for a run without time or timeline.
  public init?(_ energy: RunEnergy, of record: RunRecord, _ program: Program, parts: Int = defaultParts) {
    guard record.elapsedFemtoseconds > 0, record.timeline.count == program.commands.count, parts > 0 else {
      return nil
    }
    partSeconds = record.seconds / Double(parts)
    var spread = SpreadEnergy(parts: parts, elapsed: record.elapsedFemtoseconds)
    for (index, operation) in record.operators.enumerated() {
      spread.add(
        energy.operators[index], standing: Self.standing(energy, operation, record),
        standingDRAM: energy.standingDRAM[index].joules,
        program.operators[operation.node].commands.filter { program.commands[$0].node == operation.node },
        operation, record, program)
    }
    let seconds = partSeconds
    let standing =
      energy.table.standingWatts + (energy.dram?.standing.joules ?? 0) / record.seconds
    watts = spread.joules.map { $0 / seconds + standing }
  }

  /// Joules of an operator that are the same in every cycle.
  private static func standing(_ energy: RunEnergy, _ record: OperatorRecord, _ run: RunRecord) -> Double {
    Double(energy.table.standingClockNanowatts) / 1e9 * Double(record.cycles) / Double(max(1, run.clockHertz))
  }
}

/// Where energies go that belong to a kind of command.
private enum WorkKind: Int, CaseIterable {
  case matrix, vector, transfer, host
}

private struct SpreadEnergy {
  var joules: [Double]
  private let partFemtoseconds: Double

  init(parts: Int, elapsed: UInt64) {
    joules = [Double](repeating: 0, count: parts)
    partFemtoseconds = Double(elapsed) / Double(parts)
  }

  mutating func add(
    _ energy: EnergyBreakdown, standing: Double, standingDRAM: Double, _ commands: [Int],
    _ operation: OperatorRecord,
    _ record: RunRecord, _ program: Program
  ) {
    var weights = [Double](repeating: 0, count: WorkKind.allCases.count)
    for index in commands {
      let (kind, work) = program.commands[index].work
      weights[kind.rawValue] += work
    }
    var amounts = energy.byKind(standingClock: standing, standingDRAM: standingDRAM)
    // What no command of the kind can take goes to the operator's other commands, or evenly over its time.
    for kind in WorkKind.allCases where weights[kind.rawValue] == 0 && amounts[kind.rawValue] > 0 {
      if let other = WorkKind.allCases.first(where: { weights[$0.rawValue] > 0 }) {
        amounts[other.rawValue] += amounts[kind.rawValue]
      } else {
        add(amounts[kind.rawValue], from: operation.startFemtoseconds, to: operation.endFemtoseconds)
      }
    }
    for index in commands {
      let (kind, work) = program.commands[index].work
      guard work > 0 else { continue }
      let interval = record.timeline[index]
      add(
        amounts[kind.rawValue] * work / weights[kind.rawValue], from: interval.startFemtoseconds,
        to: interval.endFemtoseconds)
    }
  }

  /// Spreads energy evenly over a time.
  private mutating func add(_ amount: Double, from start: UInt64, to end: UInt64) {
    let (from, to) = (Double(start) / partFemtoseconds, Double(end) / partFemtoseconds)
    let first = min(joules.count - 1, Int(from))
    let last = min(joules.count - 1, Int(to))
    guard to > from, last > first else {
      joules[first] += amount
      return
    }
    for part in first...last {
      let share = min(to, Double(part + 1)) - max(from, Double(part))
      joules[part] += amount * max(0, share) / (to - from)
    }
  }
}

extension EnergyBreakdown {
  /// Joules of dynamic energy by the kind of command that they went to.
  fileprivate func byKind(standingClock: Double, standingDRAM: Double) -> [Double] {
    let clock = max(0, self[.clock].joules - standingClock)
    let engines = self[.matrix].joules + self[.vector].joules
    let matrixShare = engines > 0 ? self[.matrix].joules / engines : 0
    let near = self[.scratchpad].joules + clock
    return [
      self[.matrix].joules + self[.accumulator].joules + near * matrixShare,
      self[.vector].joules + near * (1 - matrixShare),
      self[.network].joules + max(0, self[.dram].joules - standingDRAM) + self[.sharedBuffer].joules,
      self[.host].joules,
    ]
  }
}

extension Mapping.Command {
  /// Its kind, and how much work it is among those of its kind.
  fileprivate var work: (WorkKind, Double) {
    switch action {
    case .transfer(let from, _), .multicast(let from, _): (.transfer, Double(from.byteCount))
    case .contract(_, _, let accumulator, let reduction, _):
      (.matrix, Double(accumulator.box.elementCount) * Double(reduction.count))
    case .finish(_, _, let output), .compute(_, let output): (.vector, Double(output.box.elementCount))
    case .host(_, let outputs): (.host, Double(max(1, outputs.reduce(0) { $0 + $1.box.elementCount })))
    }
  }
}
