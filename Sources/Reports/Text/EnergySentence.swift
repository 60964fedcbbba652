import Chips
import Studies

/// What a run's energy is, in a line or two: estimates, and what they stand on.
public struct EnergySentence {
  private let run: RunRow

  public init(_ run: RunRow) {
    self.run = run
  }

  public var text: String {
    let technology = run.result.chip.technology
    let volts = HumanNumber.fixed(Double(technology.cores.present.microvolts) / 1e6, decimals: 2)
    let node = technology.isAssumed ? "\(technology.node.rawValue) assumed" : technology.node.rawValue
    var text = "Estimated (\(node), \(volts) V): \(HumanNumber.energy(joules: run.energy.total.joules))"
    if let average = run.result.averageWatts { text += ", \(HumanNumber.power(watts: average))" }
    if let peak = run.result.power?.peakWatts { text += " (peak \(HumanNumber.power(watts: peak)))" }
    if let efficiency = run.teraoperationsPerJoule {
      text += ", \(HumanNumber.fixed(efficiency, decimals: 2)) TOPS/W"
    }
    text += ", \(HumanNumber.fixed(run.result.area.squareMillimetres, decimals: 1)) mm²."
    return text + largest + dram + thermal
  }

  private var largest: String {
    let total = run.energy.total.joules
    guard total > 0 else { return "" }
    let parts = EnergyComponent.allCases.map { ($0.words, run.energy[$0].joules / total) }
      .sorted { $0.1 > $1.1 }.prefix(3).filter { $0.1 > 0 }
    return " Most of it: "
      + parts.map { "\($0.0) \(HumanNumber.fixed(100 * $0.1, decimals: 0)) %" }.joined(separator: ", ") + "."
  }

  /// Of a DRAM that was played by commands.
  private var dram: String {
    guard let dram = run.result.energy.dram, dram.total > .zero else { return "" }
    let parts = DRAMCommandEnergy.Part.allCases.map { part in
      "\(part) \(HumanNumber.fixed(100 * dram[part].joules / dram.total.joules, decimals: 0)) %"
    }
    return " DRAM by its commands: " + parts.joined(separator: ", ") + "."
  }

  private var thermal: String {
    guard let limit = run.result.chip.technology.thermalDesignNanowatts.map({ Double($0) / 1e9 }),
      let watts = run.result.chipWatts, watts > limit
    else { return "" }
    return "\nThe chip's \(HumanNumber.power(watts: watts)) exceed its thermal design power of "
      + "\(HumanNumber.power(watts: limit))."
  }
}
