import Chips
import Graphs
import Mapping

/// What a run cannot be better than, without running it: the model's least demand at the peak of every engine, each
/// event at the chip's own energy, and what the chip takes standing still. The area is exact.
public struct RunBound: Sendable, Hashable {
  public var seconds: Double
  /// Estimated as `RunEnergy` does, of the events that no schedule avoids.
  public var joules: Double
  /// Of what is never gated, whatever the run.
  public var watts: Double
  public var squareMillimetres: Double

  /// - Parameter chip: at the clocks and supplies of the run.
  /// - Throws: `InputError` for a node that the chip has no engine for.
  public init(_ graph: Graph, on chip: Chip) throws {
    let demand = try LeastDemand(graph, on: chip)
    let table = EnergyTable(chip)
    seconds = demand.seconds(on: chip)
    watts = table.standingWatts(of: chip)
    squareMillimetres = ChipArea(chip).squareMillimetres
    var attojoules = 0.0
    for (element, count) in demand.multiplyAccumulates {
      let products = zip(chip.cores, table.cores).filter { $0.0.matrix?.cyclesPerStep(element) != nil }
      attojoules += Double(count) * Double(products.map { $1.multiplyAccumulate[element] ?? 0 }.min() ?? 0)
    }
    let lanes = zip(chip.cores, table.cores).filter { $0.0.vector != nil }
    attojoules += Double(demand.vectorOperations) * Double(lanes.map { $1.vectorOperation }.min() ?? 0)
    attojoules += Double(demand.hostOperations) * Double(table.hostOperation)
    attojoules += Double(demand.dramBytes) * Double(table.dramByte)
    joules = attojoules * 1e-18 + watts * seconds
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

extension EnergyTable {
  /// Leakage, and the clock trees that are never gated.
  fileprivate func standingWatts(of chip: Chip) -> Double {
    let cores = zip(chip.cores, self.cores).reduce(0.0) {
      $0 + Double($1.1.standingCycle) * Double($1.0.clockHertz)
    }
    let network = Double(networkCycle) * Double(chip.network.clockHertz)
    return (cores + network) * 1e-18 + Double(leakageNanowatts) * 1e-9
  }
}
