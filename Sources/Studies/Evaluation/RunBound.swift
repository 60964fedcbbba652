import Chips
import DRAM
import Graphs
import Machine
import Mapping

/// What a run cannot be better than, without running it: the model's least demand at the peak of every engine, each
/// event at the chip's own energy, and what the chip takes standing still. The area is exact.
///
/// A bound of the estimates that a run would give, at the same fidelity: with a memory of commands every byte takes its time
/// on the pins and the energy of the cheaper of a read and a write, every row that is full of them is opened once.
public struct RunBound: Sendable, Hashable {
  public var seconds: Double
  /// Estimated as `RunEnergy` does, of the events that no schedule avoids.
  public var joules: Double
  /// Of what is never gated, whatever the run.
  public var watts: Double
  public var squareMillimetres: Double

  /// - Parameters:
  ///   - chip: at the clocks and supplies of the run.
  ///   - memory: whose commands the run plays; nil for a memory of its bandwidth.
  /// - Throws: `InputError` for a node that the chip has no engine for.
  public init(_ graph: Graph, on chip: Chip, memory: DRAMConfiguration? = nil) throws {
    let demand = try LeastDemand(graph, on: chip)
    let table = EnergyTable(chip)
    let dram = LeastDRAM(chip, table, memory)
    seconds = demand.seconds(
      on: chip, dramBytesPerSecond: dram.bytesPerSecond, dramLatency: dram.latencySeconds)
    watts = table.standingWatts
    squareMillimetres = ChipArea(chip).squareMillimetres
    joules =
      table.attojoules(of: demand, on: chip) * 1e-18 + Double(demand.dramBytes) * dram.joulesPerByte
      + (watts + dram.standingWatts) * seconds
  }
}

extension RunBound {
  /// Figures of results are written with six decimals: by so much they may lie below what they were made from.
  private static let slack = 1 - 1e-6

  /// By metric, as results count them.
  var ranges: [String: ClosedRange<Double>] {
    let least = [
      "elapsed_ns": seconds * 1e9, "energy_pj": joules * 1e12, "average_power_w": watts,
      "edp": joules * seconds,
    ]
    let area = (squareMillimetres * 1e6).rounded() / 1e6
    var ranges = least.mapValues { $0 * Self.slack...Double.infinity }
    ranges["area_mm2"] = area...area
    return ranges
  }
}

/// The least that bytes of DRAM take, at the level that a run plays it.
private struct LeastDRAM {
  var bytesPerSecond: Double
  var latencySeconds: Double
  var joulesPerByte: Double
  var standingWatts = 0.0

  init(_ chip: Chip, _ table: EnergyTable, _ memory: DRAMConfiguration?) {
    bytesPerSecond = Double(chip.dram.bandwidthBytesPerSecond)
    latencySeconds = memory == nil ? chip.dram.latencyNanoseconds * 1e-9 : 0
    joulesPerByte = Double(table.dramByte) * 1e-18
    guard let memory else { return }
    // A memory may carry a little more than the chip's file says; its clock is one of whole femtoseconds.
    let clock = memory.standard.clockPicoseconds * 1000
    let peak = memory.standard.peakBytesPerSecond * Double(chip.dram.channels)
    bytesPerSecond = max(bytesPerSecond, peak * clock / max(1, clock.rounded(.down)))
    guard let currents = memory.standard.currents, chip.technology.energy.dramByte == nil else { return }
    let organisation = memory.standard.organisation
    /// Of all channels: so many of each, and so many cycles of each rank, closed.
    func device(activations: Int = 0, reads: Int = 0, writes: Int = 0, rankCycles: Int = 0) -> Double {
      DRAMEnergy(
        memory.standard, currents: currents, activations: activations, reads: reads, writes: writes,
        refreshes: 0, openRankCycles: 0, rankCycles: rankCycles
      ).totalJoules
    }
    let burst = max(0, min(device(reads: 1), device(writes: 1)))
    let interface = DRAMInterfaceEnergy(standard: chip.dram.playedStandard).picojoulesPerBit * 8e6
    joulesPerByte =
      burst / Double(organisation.burstBytes) + interface.rounded() * 1e-18
      + max(0, device(activations: 1)) / Double(organisation.rowBytes)
    let ranks = organisation.ranks * organisation.channels * chip.dram.channels
    standingWatts =
      currents.idd3n < currents.idd2n
      ? 0 : max(0, device(rankCycles: ranks)) / (clock.rounded(.up) * 1e-15)
  }
}

extension EnergyTable {
  /// What a demand takes on the chip, but for its DRAM: each event at the core that takes least for it.
  fileprivate func attojoules(of demand: LeastDemand, on chip: Chip) -> Double {
    func least(_ energy: (CoreEnergy) -> Int, where has: (Core) -> Bool = { _ in true }) -> Double {
      Double(zip(chip.cores, cores).filter { has($0.0) }.map { energy($0.1) }.min() ?? 0)
    }
    let products = demand.multiplyAccumulates.reduce(0.0) { sum, entry in
      sum + Double(entry.value)
        * least({ $0.multiplyAccumulate[entry.key] ?? 0 }) { $0.matrix?.cyclesPerStep(entry.key) != nil }
    }
    let engines =
      Double(demand.vectorOperations) * least(\.vectorOperation) { $0.vector != nil }
      + Double(demand.hostOperations) * Double(hostOperation)
      + Double(demand.matrixCycles) * least(\.matrixCycle) { $0.matrix != nil }
      + demand.vectorCycles * least(\.vectorCycle) { $0.vector != nil }
    let memories =
      Double(demand.scratchpadBytes) * least(\.scratchpadByte)
      + Double(demand.accumulatorBytes) * least(\.accumulatorByte) { $0.accumulator != nil }
    return products + engines + memories
  }
}
