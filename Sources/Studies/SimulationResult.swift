import Chips
import Machine
import Mapping
import Tensors

/// One simulated run with what it was made from: all that a report can tell.
public struct SimulationResult: Sendable {
  public var chip: Chip
  public var batch: Int
  public var precision: ElementType
  public var program: Program
  public var record: RunRecord
  public var energy: RunEnergy
  /// nil for a run without time, or without the timeline that it is made from.
  public var power: PowerTrace?
  public var area: ChipArea
  public var cost: DieCost
  /// Wall time of the phases in seconds. Never part of a result file: those are the same on every machine.
  public var wallSeconds: PhaseTimes

  public init(
    chip: Chip, batch: Int, precision: ElementType, program: Program, record: RunRecord,
    wallSeconds: PhaseTimes = PhaseTimes()
  ) {
    self.chip = chip
    self.batch = batch
    self.precision = precision
    self.program = program
    self.record = record
    energy = RunEnergy(record, on: chip)
    power = PowerTrace(energy, of: record, program)
    area = ChipArea(chip)
    cost = DieCost(
      squareMillimetres: area.squareMillimetres, wafer: chip.technology.wafer, node: chip.technology.node)
    self.wallSeconds = wallSeconds
  }

  /// Estimated mean power of the run, DRAM and host included; nil for a run without time.
  public var averageWatts: Double? { watts(energy.total.total) }

  /// The same without DRAM and host, which the chip's cooling is for.
  public var chipWatts: Double? { watts(energy.total.chip) }

  private func watts(_ energy: Energy) -> Double? {
    record.elapsedFemtoseconds > 0 ? energy.joules / record.seconds : nil
  }
}

/// Seconds that each phase of a run took.
public struct PhaseTimes: Sendable, Hashable {
  public var preparing: Double = 0
  public var mapping: Double = 0
  public var simulating: Double = 0

  public init() {}
}
