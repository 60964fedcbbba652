import Mapping

/// What the mapper decided for each operator and why, with how near the run came to the roofline.
public struct ExplainText {
  private let run: RunRow

  public init(_ run: RunRow) {
    self.run = run
  }

  public var text: String {
    let notes = run.result.program.notes.map { $0 + "\n" }.joined()
    return (notes.isEmpty ? "" : notes + "\n") + run.operators.map(paragraph).joined(separator: "\n")
  }

  private func paragraph(_ row: OperatorRow) -> String {
    let shape = row.record.outputShape.map(String.init).joined(separator: "×")
    var lines = ["\(row.record.name): \(row.record.operation) → \(shape) \(row.record.element.rawValue)"]
    lines += row.plan.decisions.map { "  " + $0 }
    if let split = alternatives(of: row.plan.split) { lines.append("  " + split) }
    lines.append("  " + verdict(of: row))
    return lines.joined(separator: "\n") + "\n"
  }

  /// What else the operator could have been divided by, and at what cost.
  private func alternatives(of choice: SplitChoice) -> String? {
    guard let chosen = choice.chosen else { return nil }
    let ways = choice.alternatives.map { way in
      "\(way.split)\(way.cores > 1 ? " on \(way.cores)" : "") \(rounded(way.cost))\(way.isChosen ? " (chosen)" : "")"
    }
    let why = choice.wish ?? "least estimated cost"
    return "split \(chosen.split), \(why): \(ways.joined(separator: ", ")); cost is \(choice.basis)"
  }

  private func verdict(of row: OperatorRow) -> String {
    let cycles = row.record.cycles
    guard cycles > 0 else { return "took no cycles of its own" }
    let compute = rounded(row.record.computeBoundCycles)
    let memory = rounded(row.record.memoryBoundCycles)
    let roofline = row.record.rooflineCycles
    let wall = row.record.computeBoundCycles >= row.record.memoryBoundCycles ? "compute" : "DRAM"
    return "bound by \(row.bound.rawValue): \(HumanNumber.grouped(cycles)) cycles "
      + "(expected \(rounded(row.plan.expectedCycles))); roofline \(rounded(roofline)) by \(wall) "
      + "(compute \(compute), DRAM \(memory)): \(row.rooflineFraction.map(HumanNumber.percent) ?? "–") of it reached"
  }

  private func rounded(_ cycles: Double) -> String { HumanNumber.grouped(Int(cycles.rounded(.up))) }
}
