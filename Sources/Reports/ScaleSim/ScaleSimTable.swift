import Chips
import Studies

/// What `tilewright run --compat scalesim` prints: SCALE-Sim's figures of every row of a topology.
public struct ScaleSimTable {
  private let run: ScaleSimCompatibility

  public init(_ run: ScaleSimCompatibility) {
    self.run = run
  }

  public var text: String {
    var table = TextTable([
      ("layer", .left), ("M", .right), ("N", .right), ("K", .right), ("folds", .right), ("cycles", .right),
      ("overall", .right), ("mapping", .right), ("compute", .right),
    ])
    for layer in run.layers {
      let count = layer.count
      let copies = layer.layer.copies
      table.row([
        shortened(layer.layer.name, to: 36) + (copies > 1 ? " ×\(copies)" : ""), "\(count.rows)",
        "\(count.columns)", "\(count.reduction)", "\(count.folds)",
        HumanNumber.grouped(count.totalCycles * copies),
        HumanNumber.percent(count.overallUtilisationPercent / 100),
        HumanNumber.percent(count.mappingEfficiencyPercent / 100),
        HumanNumber.percent(count.computeUtilisationPercent / 100),
      ])
    }
    table.footer(
      ["total", "", "", "", "", HumanNumber.grouped(run.totalCycles), "", "", ""])
    return heading + "\n" + table.text + "\n" + note
  }

  private var heading: String {
    let configuration = run.configuration
    return
      "\(run.topology.name) on \(configuration.runName), as SCALE-Sim counts · \(configuration.rows)×\(configuration.columns) · "
      + "\(configuration.dataflow.rawValue)\n"
  }

  private var note: String {
    var text =
      "Compute cycles only: folds one after another, each at full size. Without --compat, the layers run on a chip.\n"
    if !run.configuration.wordsPerCycle.isEmpty {
      text += "Stalls of its USER mode are not reproduced: Stall Cycles are 0.\n"
    }
    return text
  }
}

/// The line below a run of a topology: SCALE-Sim's count beside ours, and why they differ.
public struct ScaleSimDifferenceText {
  public let text: String

  public init(_ difference: ScaleSimDifference, runCycles: Int) {
    var text =
      "SCALE-Sim counts \(HumanNumber.grouped(difference.scaleSimCycles)) compute cycles for these layers (--compat scalesim); "
      + "this array alone takes \(HumanNumber.grouped(difference.arrayCycles)), since results drain, folds may overlap "
      + "and edge tiles may be trimmed; with its memories the chip takes \(HumanNumber.grouped(runCycles)).\n"
    if difference.paddedLayers > 0 {
      text +=
        "\(counted(difference.paddedLayers, "layer")) taken to be padded, as the size of the next one's input tells.\n"
    }
    if difference.sparseLayers > 0 {
      text += "\(counted(difference.sparseLayers, "layer")) of N:M sparse weights run dense here.\n"
    }
    self.text = text
  }
}
