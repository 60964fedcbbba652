import Foundation
import Tilewright

/// `tilewright sweep --check`: what would be run, and for how long.
struct SweepCheck {
  private let plan: StudyPlan
  private let points: [StudyPlan.Point]
  private let jobs: Int
  /// Keys of points that have their results.
  private let known: Set<String>

  init(_ plan: StudyPlan, _ shard: Sweep.Shard?, jobs: Int, _ known: Set<String>) {
    self.known = known
    let shard = shard ?? .all
    self.plan = plan
    points = plan.points.indices.filter { $0 % shard.count == shard.index - 1 }.map { plan.points[$0] }
    self.jobs = jobs
  }

  func run(_ output: SweepOutput, _ console: any Console) throws -> ExitCode {
    console.write(table)
    let pending = points.filter { $0.refusal == nil && !known.contains($0.key) }
    let seconds = try estimate(pending) / Double(jobs)
    var sentence = "\n\(HumanNumber.grouped(points.count)) point\(points.count == 1 ? "" : "s")"
    sentence += ", \(HumanNumber.grouped(pending.count)) to run"
    if pending.count < points.count {
      sentence += ", \(HumanNumber.grouped(points.count - pending.count)) not"
    }
    sentence += "; about \(HumanNumber.duration(seconds: seconds)) with \(jobs) job\(jobs == 1 ? "" : "s")"
    sentence += ", by a run of the first point of each model. Results: \(output.path)\n"
    console.write(sentence)
    return .done
  }

  private var table: String {
    let study = plan.study
    var columns: [(heading: String, alignment: TextTable.Alignment)] = [
      ("point", .right), ("chip", .left), ("model", .left),
    ]
    for parameter in study.parameters { columns.append((parameter.path, .right)) }
    columns.append(("", .left))
    var table = TextTable(columns)
    for (index, point) in points.enumerated() {
      let refusal = point.refusal.map { "\($0.status.rawValue): \($0.error)" } ?? ""
      table.row(["\(index + 1)", point.chip, point.model] + point.values.map(\.words) + [refusal])
    }
    return table.text
  }

  /// Seconds of one thread. What a first run prepares for all is counted once.
  private func estimate(_ pending: [StudyPlan.Point]) throws -> Double {
    let evaluator = Evaluator(metrics: evaluationMetrics)
    var seconds = 0.0
    for model in plan.study.models {
      let own = pending.filter { $0.model == model }
      guard let first = own.first else { continue }
      let start = ProcessUsage.cpuSeconds
      _ = evaluator.evaluate(try plan.request(for: first))
      seconds += (ProcessUsage.cpuSeconds - start) * Double(own.count)
    }
    return seconds
  }
}
