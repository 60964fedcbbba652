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
    points = plan.points.indices.filter { $0 % shard.count == shard.index - 1 }.map {
      plan.points[$0]
    }
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
    sentence +=
      "; about \(HumanNumber.duration(seconds: seconds)) with \(jobs) job\(jobs == 1 ? "" : "s")"
    sentence += ", by runs of points spread over each model's. Results: \(output.path)\n"
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

  /// Points of a model that are run for it, and the processor seconds after which no further one is.
  private static let pointsTried = 5
  private static let mostSeconds = 10.0

  /// Seconds of one thread. What a first run prepares for all is counted once.
  private func estimate(_ pending: [StudyPlan.Point]) throws -> Double {
    let evaluator = Evaluator(metrics: evaluationMetrics)
    var total = 0.0
    for model in plan.study.models {
      let own = pending.filter { $0.model == model }
      guard !own.isEmpty else { continue }
      let spread = Self.spread(over: own.count).map { own[$0] }
      // The first is run twice: what it takes longer then is what all have in common.
      let first = try seconds(of: spread[0], evaluator)
      var rest: [Double] = []
      var spent = first
      for point in spread where rest.isEmpty || spent < Self.mostSeconds {
        rest.append(try seconds(of: point, evaluator))
        spent += rest.last!
      }
      let each = rest.reduce(0, +) / Double(rest.count)
      total += max(0, first - rest[0]) + each * Double(own.count)
    }
    return total
  }

  /// Positions in the middle of equal parts.
  private static func spread(over count: Int) -> [Int] {
    let parts = min(pointsTried, count)
    return (0..<parts).map { (2 * $0 + 1) * count / (2 * parts) }
  }

  private func seconds(of point: StudyPlan.Point, _ evaluator: Evaluator) throws -> Double {
    let start = ProcessUsage.cpuSeconds
    _ = evaluator.evaluate(try plan.request(for: point))
    return ProcessUsage.cpuSeconds - start
  }
}
