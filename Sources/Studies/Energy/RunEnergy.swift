import Chips
import Machine

/// Energy of a run, operator by operator and component by component: an estimate, every counted event times what the chip's
/// table says of it (`EnergyTable`), and standing power times the cycles that are charged to an operator.
///
/// DRAM by its commands where the run played them and the memory's file gives currents (`DRAMCommandEnergy`), otherwise by
/// its bytes.
public struct RunEnergy: Sendable {
  public let table: EnergyTable
  /// In the order of the record's operators.
  public let operators: [EnergyBreakdown]
  /// Their sum.
  public let total: EnergyBreakdown
  /// What DRAM took, by what its commands did; nil where the bytes were counted instead.
  public let dram: DRAMCommandEnergy?
  /// By operator: the part of its DRAM's energy that is taken whether anything moves or not.
  let standingDRAM: [Energy]

  public init(_ record: RunRecord, on chip: Chip) {
    let table = EnergyTable(chip)
    let clocks = ClockEnergy(table, chip)
    let dram = DRAMCommandEnergy(record, on: chip)
    let shares = dram?.shared(among: record.operators)
    operators = record.operators.indices.map { index in
      var energy = Self.energy(of: record.operators[index], in: record, table, clocks)
      if let shares { energy[.dram] = shares[index].total }
      return energy
    }
    self.dram = dram
    standingDRAM = shares?.map(\.standing) ?? record.operators.map { _ in .zero }
    total = operators.reduce(EnergyBreakdown(), +)
    self.table = table
  }

  private static func energy(
    of record: OperatorRecord, in run: RunRecord, _ table: EnergyTable, _ clocks: ClockEnergy
  ) -> EnergyBreakdown {
    var energy = EnergyBreakdown()
    for activity in record.coreActivity {
      let core = table.cores[activity.core]
      for (element, count) in activity.multiplyAccumulates {
        energy[.matrix] += Energy(count, times: core.multiplyAccumulate[element] ?? 0)
      }
      energy[.matrix] += Energy(activity.selectedBits, times: core.selectedBit)
      energy[.vector] += Energy(activity.vectorOperations, times: core.vectorOperation)
      energy[.scratchpad] += Energy(activity.scratchpadBytes, times: core.scratchpadByte)
      energy[.accumulator] += Energy(activity.accumulatorBytes, times: core.accumulatorByte)
    }
    energy[.sharedBuffer] = Energy(record.sharedBufferBytes, times: table.sharedBufferByte)
    energy[.network] = Energy(record.linkBytes, times: table.linkByte)
    energy[.dram] = Energy(record.dramReadBytes + record.dramWriteBytes, times: table.dramByte)
    energy[.host] = Energy(record.hostOperations, times: table.hostOperation)
    energy[.clock] =
      clocks.gated(record)
      + Energy(nanowatts: table.standingClockNanowatts, cycles: record.cycles, hertz: run.clockHertz)
    energy[.leakage] = Energy(
      nanowatts: table.leakageNanowatts, cycles: record.cycles, hertz: run.clockHertz)
    return energy
  }
}

/// Clock trees of engines, which are gated while the engines wait.
private struct ClockEnergy {
  /// Attojoules a busy cycle, the mean of the cores that have the engine.
  private let matrixCycle: Int
  private let vectorCycle: Int

  init(_ table: EnergyTable, _ chip: Chip) {
    func mean(_ energy: (EnergyTable.CoreEnergy) -> Int, where has: (Core) -> Bool) -> Int {
      let cores = chip.cores.indices.filter { has(chip.cores[$0]) }
      let sum = cores.reduce(Int128(0)) { $0 + Int128(energy(table.cores[$1])) }
      return Int(sum / Int128(max(1, cores.count)))
    }
    matrixCycle = mean(\.matrixCycle) { $0.matrix != nil }
    vectorCycle = mean(\.vectorCycle) { $0.vector != nil }
  }

  func gated(_ record: OperatorRecord) -> Energy {
    Energy(record.matrixBusyCycles, times: matrixCycle) + Energy(record.vectorBusyCycles, times: vectorCycle)
  }
}
