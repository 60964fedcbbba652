import Chips
import Graphs
import Machine
import Mapping

/// Chooses how a model is divided over cores by simulated cost.
///
/// The plans that the mapper makes under each weight of traffic against computation are played on the machine; from the
/// fastest of them on, the operators furthest above their roofline are divided in the next best ways by estimate, one
/// after the other, and what makes the whole run shorter stays. At last the model is played as a pipeline, in every number of
/// stages that divides the cores, and the fastest of all with values in blocks in DRAM. What was asked for is never changed.
struct PlanSearch {
  /// Operators that are tried in other ways, and how many ways of each.
  static let operatorsTried = 8
  static let waysTried = 2

  let graph: Graph
  let chip: Chip
  let options: MappingOptions
  let fidelity: Fidelity
  let cache: MappingCache

  private struct Played {
    var options: MappingOptions
    var program: Program
    var record: RunRecord
    var cycles: Int { record.elapsedCycles }
  }

  /// The best program found, with what was tried in its notes.
  /// - Throws: as `Mapper.map` and `Machine.run`.
  func program() throws -> Program {
    let estimated = try play(options)
    var best = estimated
    var count = 1
    for weight in MappingOptions.trafficWeights.indices where options.trafficWeight == nil {
      var variant = options
      variant.trafficWeight = weight
      let program = try map(variant)
      if program.hasSameSplits(as: best.program) || program.hasSameSplits(as: estimated.program) { continue }
      let played = try play(variant, program)
      count += 1
      if played.cycles < best.cycles { best = played }
    }
    var changes: [String] = []
    var streamed = best.options
    streamed.optimisations = Optimisation.slicing
    let program = try map(streamed)
    if options.optimisations.isEmpty, !program.streamedOperators.isEmpty {
      let played = try play(streamed, program)
      count += 1
      if played.cycles < best.cycles {
        changes.append(
          "\(program.streamedOperators.count) operators computed in slices together with others: "
            + "\(best.cycles) → \(played.cycles) cycles in all")
        best = played
      }
    }
    for node in mostWasteful(best) {
      let choice = best.program.operators[node].split
      for way in choice.alternatives.filter({ !$0.isChosen }).prefix(Self.waysTried) {
        var variant = best.options
        variant.splits.nodes[graph.nodes[node].name] = way.split
        guard let played = try? play(variant) else { continue }
        count += 1
        guard played.cycles < best.cycles else { continue }
        changes.append(
          "\(graph.nodes[node].name) by \(way.split) instead of \(choice.chosen?.split ?? .none): "
            + "\(best.cycles) → \(played.cycles) cycles in all")
        best = played
        break
      }
    }
    if let (played, pipelines) = try fastestPipeline() {
      count += pipelines
      let stages = played.program.pipeline!.stages.count
      changes.append(
        "as a pipeline of \(stages) stages: \(played.cycles) cycles, "
          + (played.cycles < best.cycles ? "kept instead of" : "not kept for") + " \(best.cycles)")
      if played.cycles < best.cycles { best = played }
    }
    if let played = try inBlocks(best) {
      count += 1
      changes.append(
        "\(played.program.layouts.count) values in blocks in DRAM: \(best.cycles) → \(played.cycles) cycles in all, "
          + (played.cycles < best.cycles ? "kept" : "not kept"))
      if played.cycles < best.cycles { best = played }
    }
    var chosen = best.program
    chosen.notes.append(
      "plan chosen by simulation of \(count): \(best.cycles) cycles; by estimate alone \(estimated.cycles)")
    chosen.notes += changes
    return chosen
  }

  /// The same plan with values in blocks in DRAM; nil where none would lie so.
  private func inBlocks(_ plan: Played) throws -> Played? {
    guard options.optimisations.isEmpty else { return nil }
    var variant = plan.options
    variant.optimisations.insert(.layout)
    let program = try map(variant)
    return program.layouts.isEmpty ? nil : try play(variant, program)
  }

  /// The fastest of the pipelines, and how many there were; nil where there is none.
  private func fastestPipeline() throws -> (Played, count: Int)? {
    guard options.splits == SplitPlan(), options.optimisations.isEmpty else { return nil }
    var best: Played?
    var count = 0
    for stages in Mapper.pipelineStageCounts(of: graph, on: chip) {
      var variant = options
      variant.splits.pipeline = SplitPlan.PipelineWish(stages: stages)
      // A pipeline may need more room than there is, which is a reason not to take it.
      guard let played = try? play(variant) else { continue }
      count += 1
      if best == nil || played.cycles < best!.cycles { best = played }
    }
    return best.map { ($0, count) }
  }

  private func map(_ options: MappingOptions) throws -> Program {
    try Mapper.map(graph, onto: chip, options: options, cache: cache)
  }

  private func play(_ options: MappingOptions, _ program: Program? = nil) throws -> Played {
    let program = try program ?? map(options)
    return Played(
      options: options, program: program, record: try Machine.time(program, on: chip, fidelity))
  }

  /// Nodes whose split nobody asked for, those first that took most cycles beyond their roofline.
  private func mostWasteful(_ played: Played) -> [NodeIndex] {
    let excess = played.record.operators.map { Double($0.cycles) - $0.rooflineCycles }
    return played.program.operators.indices
      .filter { played.program.operators[$0].split.alternatives.count > 1 && excess[$0] > 0 }
      .filter { options.splits.nodes[graph.nodes[$0].name] == nil && options.splits.everywhere == nil }
      .sorted { (-excess[$0], $0) < (-excess[$1], $1) }
      .prefix(Self.operatorsTried).map { $0 }
  }
}

extension Program {
  fileprivate func hasSameSplits(as other: Program) -> Bool {
    zip(operators, other.operators).allSatisfy { $0.split.chosen?.summary == $1.split.chosen?.summary }
  }
}
