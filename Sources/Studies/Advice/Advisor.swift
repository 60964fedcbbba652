import Chips
import Documents
import Tensors

/// Says which chip of the shelf suits a model, and what to change about those that nearly do.
///
/// Every chip is simulated in every precision that it multiplies, timing only, and so is every change that is proposed. Only
/// what cannot keep within the limits by far, whatever the schedule, is not run.
public struct Advisor: Sendable {
  /// A limit that is missed by so much, even at the bound, is nothing to go into.
  public static let hopelessFactor = 4.0
  /// Chips that are told what to change.
  private static let nearMisses = 3
  /// Changes of a chip on top of each other.
  private static let changesOfAChip = 3

  private let model: String
  private let goal: AdviceGoal
  private let designs: [AdviceDesign]
  private let evaluator = Evaluator(metrics: EvaluationMetrics(names: []) { _ in [:] })

  /// - Parameters:
  ///   - precision: nil for all that a chip multiplies.
  ///   - options: of every run; without numerics.
  /// - Throws: `InputError` for a model that cannot be read, and where there are no chips.
  public init(
    model: ModelFile, chips: [Shelf.Entry], precision: ElementType? = nil, options: SimulationOptions,
    goal: AdviceGoal
  ) throws {
    var options = options
    options.numerics = false
    self.model = model.path
    self.goal = goal
    var designs: [AdviceDesign] = []
    for entry in chips {
      options.precision = nil
      let design = try AdviceDesign(entry, options: options, batch: model.batch)
      for element in design.chip.precisions where precision ?? element == element {
        designs.append(design)
        designs[designs.count - 1].options.precision = element
      }
    }
    guard !designs.isEmpty else {
      throw InputError(
        .usage, at: "the chips", "none of them multiplies \(precision?.rawValue ?? "anything")",
        remedy: "leave the precision open")
    }
    // Long runs first, so that no thread is left with one at the end.
    self.designs = designs.sorted { $0.chip.cores.count > $1.chip.cores.count }
  }

  public struct Advice: Sendable {
    /// The chips as they are: those that keep the limits first, the best one at the top; then the nearest.
    public var rows: [AdviceRow]
    /// For the nearest misses: the chip as it is, and one change more in every row.
    public var remedies: [[AdviceRow]]

    public var recommended: AdviceRow? { rows.first.flatMap { $0.fits ? $0 : nil } }
  }

  /// - Parameter progress: told the part of the work that is done.
  public func run(jobs: Int, progress: (Double) -> Void = { _ in }) -> Advice {
    let rows = outcomes(of: designs, jobs: jobs, mayRuleOut: true).sorted { isBetter($0, $1) }
    progress(0.6)
    var remedies: [[AdviceRow]] = []
    // A chip that fits in another precision needs no remedy.
    var seen = Set(rows.filter(\.fits).map(\.design.name))
    for row in rows where remedies.count < Self.nearMisses && row.outcome.figures != nil {
      if seen.insert(row.design.name).inserted { remedies.append([row]) }
    }
    for step in 1...Self.changesOfAChip {
      improve(&remedies, jobs: jobs)
      progress(0.6 + 0.4 * Double(step) / Double(Self.changesOfAChip))
    }
    return Advice(rows: rows, remedies: remedies)
  }

  /// One change more for every chip that does not fit yet: the one that brings it nearest.
  private func improve(_ remedies: inout [[AdviceRow]], jobs: Int) {
    let trials = remedies.indices.map { candidates(for: remedies[$0].last!) }
    var found = outcomes(of: trials.flatMap { $0 }, jobs: jobs, mayRuleOut: false)[...]
    for index in remedies.indices {
      let own = found.prefix(trials[index].count)
      found = found.dropFirst(trials[index].count)
      guard let best = own.min(by: { isBetter($0, $1) }), isBetter(best, remedies[index].last!) else {
        continue
      }
      remedies[index].append(best)
    }
  }

  private func candidates(for row: AdviceRow) -> [AdviceDesign] {
    var steps: [AdviceStep] = []
    for miss in row.misses {
      for step in AdviceStep.remedies(for: miss.limit) where !steps.contains(step) { steps.append(step) }
    }
    return steps.compactMap { row.design.changed(by: $0) }
  }

  private func outcomes(of designs: [AdviceDesign], jobs: Int, mayRuleOut: Bool) -> [AdviceRow] {
    designs.mapped(jobs: jobs) { [self] in row(of: $0, mayRuleOut: mayRuleOut) }
  }

  private func row(of design: AdviceDesign, mayRuleOut: Bool) -> AdviceRow {
    do {
      let request = design.request(for: model)
      if mayRuleOut {
        let bound = try evaluator.bound(request, design.chip)
        let misses = goal.misses(of: bound, batch: design.batch)
        if misses.contains(where: { $0.factor > Self.hopelessFactor }) {
          return AdviceRow(design: design, outcome: .ruledOut(bound), misses: misses)
        }
      }
      let result = try evaluator.run(request, design.chip)
      let figures = AdviceFigures(result, accuracy: try evaluator.accuracy(request, design.chip))
      return AdviceRow(design: design, outcome: .ran(figures), misses: goal.misses(of: figures))
    } catch {
      return AdviceRow(design: design, outcome: .refused("\(error)"), misses: [])
    }
  }

  /// Nearer to the limits; among those that keep them, cheaper.
  private func isBetter(_ one: AdviceRow, _ other: AdviceRow) -> Bool { rank(one) < rank(other) }

  private func rank(_ row: AdviceRow) -> (Double, Double) {
    switch row.outcome {
    case .ran(let figures): (goal.distance(figures), goal.cost(figures))
    case .ruledOut: (.infinity, row.misses.map(\.factor).max() ?? 0)
    case .refused: (.infinity, .infinity)
    }
  }
}
