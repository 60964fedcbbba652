import Chips
import Graphs
import Machine
import Mapping

/// Optimises what a simulated run says is faster so: the mapper estimates what each set of optimisations gains, each set is
/// played, and the fastest stays, first of all the plan without any. So nothing chosen is slower than no optimisation at
/// all.
struct OptimisationSearch {
  let graph: Graph
  let chip: Chip
  let options: MappingOptions
  let fidelity: Fidelity
  let cache: MappingCache

  /// What is tried beside none: every set.
  static let candidates: [Set<Optimisation>] = Optimisation.allCases.reduce(into: [[]]) { sets, kind in
    sets += sets.map { $0.union([kind]) }
  }.filter { !$0.isEmpty }

  /// The fastest program, with what was tried in its notes.
  /// - Throws: as `Mapper.map` and `Machine.run`.
  func program() throws -> Program {
    var best = try map([])
    var tried: Set<Outcome> = []
    var cycles: Int?
    var notes: [String] = []
    for candidate in Self.candidates {
      let program = try map(candidate)
      let streamed = program.operators.indices.filter { program.operators[$0].stream != nil }
      // Several sets may come to the same program, and on many chips to none.
      guard !streamed.isEmpty || !program.layouts.isEmpty,
        tried.insert(
          Outcome(streamed: streamed, commands: program.commands.count, layouts: program.layouts)
        ).inserted
      else { continue }
      let before = try cycles ?? play(best)
      let after = try play(program)
      let names = candidate.map(\.rawValue).sorted().joined(separator: ",")
      notes.append(
        "\(streamed.count) operators in slices, \(program.layouts.count) values in blocks (\(names)): "
          + "\(before) → \(after) cycles by simulation, " + (after < before ? "kept" : "not kept"))
      cycles = min(before, after)
      if after < before { best = program }
    }
    best.notes += notes.isEmpty ? ["nothing to compute in slices or to lay out in blocks by estimate"] : notes
    return best
  }

  /// What tells programs of one graph apart.
  private struct Outcome: Hashable {
    var streamed: [NodeIndex]
    var commands: Int
    var layouts: [LayoutChoice]
  }

  private func map(_ optimisations: Set<Optimisation>) throws -> Program {
    var options = options
    options.optimisations = optimisations
    return try Mapper.map(graph, onto: chip, options: options, cache: cache)
  }

  private func play(_ program: Program) throws -> Int {
    try Machine.time(program, on: chip, fidelity).elapsedCycles
  }
}
