import Chips
import Documents
import Studies

/// What `tilewright operate` prints: a line per operating point, and which one it is to be.
public struct OperatingTable {
  private let points: [OperatingFigures]
  private let best: Int?
  private let goal: OperatingGoal
  private let technology: Technology

  public init(_ points: [OperatingFigures], best: Int?, goal: OperatingGoal, technology: Technology) {
    self.points = points
    self.best = best
    self.goal = goal
    self.technology = technology
  }

  public var text: String {
    var table = TextTable([
      ("clock", .right), ("supply", .right), ("time", .right), ("energy", .right), ("mean power", .right),
      ("peak power", .right), ("EDP", .right), ("", .left),
    ])
    for (index, figures) in points.enumerated() {
      table.row([
        Quantity.frequency.formatted(figures.point.clockHertz),
        Quantity.voltage.formatted(figures.point.microvolts),
        HumanNumber.time(seconds: figures.seconds),
        HumanNumber.energy(joules: figures.joules), HumanNumber.power(watts: figures.averageWatts),
        HumanNumber.power(watts: figures.peakWatts),
        HumanNumber.energyDelay(jouleSeconds: figures.energyDelayProduct),
        index == best ? "← \(goal.words)" : "",
      ])
    }
    return table.text + verdict
  }

  private var verdict: String {
    guard let best else {
      return "No operating point keeps within the limits: \(nearest).\n" + law
    }
    let figures = points[best]
    return
      "\(sentence(goal.words)): \(Quantity.frequency.formatted(figures.point.clockHertz)) at "
      + "\(Quantity.voltage.formatted(figures.point.microvolts)), "
      + "\(HumanNumber.time(seconds: figures.seconds)), "
      + "\(HumanNumber.energy(joules: figures.joules)), \(HumanNumber.power(watts: figures.averageWatts)).\n"
      + law
  }

  private var nearest: String {
    guard let coolest = points.min(by: { $0.averageWatts < $1.averageWatts }),
      let fastest = points.min(by: { $0.seconds < $1.seconds })
    else { return "there is none" }
    return "the coolest takes \(HumanNumber.power(watts: coolest.averageWatts)), the fastest "
      + HumanNumber.time(seconds: fastest.seconds)
  }

  private var law: String {
    let source = technology.cores.points.isEmpty ? "the alpha-power law" : "the chip file's points"
    return "Energies are estimates; supplies follow \(source). Network and DRAM keep their clocks.\n"
  }

  private func sentence(_ words: String) -> String { words.prefix(1).uppercased() + words.dropFirst() }
}
