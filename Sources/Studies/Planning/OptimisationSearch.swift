import Chips
import Graphs
import Machine
import Mapping

/// Computes in slices what a simulated run says is faster so: the mapper estimates what groups of operators gain, each
/// kind of optimisation by itself and all together are played, and the fastest stays, first of all the plan without any.
/// So nothing chosen is slower than no optimisation at all.
struct OptimisationSearch {
  let graph: Graph
  let chip: Chip
  let options: MappingOptions
  let fidelity: Fidelity
  let cache: MappingCache

  /// What is tried beside none.
  static let candidates: [Set<Optimisation>] =
    Optimisation.allCases.map { [$0] } + [Set(Optimisation.allCases)]

  /// The fastest program, with what was tried in its notes.
  /// - Throws: as `Mapper.map` and `Machine.run`.
  func program() throws -> Program {
    var plain = options
    plain.optimisations = []
    var best = try Mapper.map(graph, onto: chip, options: plain, cache: cache)
    var tried: Set<[Int]> = []
    var cycles: Int?
    var notes: [String] = []
    for candidate in Self.candidates {
      var variant = options
      variant.optimisations = candidate
      let program = try Mapper.map(graph, onto: chip, options: variant, cache: cache)
      let streamed = program.operators.indices.filter { program.operators[$0].stream != nil }
      // Several kinds may come to the same groups, and on many chips to none.
      guard !streamed.isEmpty, tried.insert(streamed + [program.commands.count]).inserted else { continue }
      let before = try cycles ?? play(best)
      let after = try play(program)
      let names = candidate.map(\.rawValue).sorted().joined(separator: ",")
      notes.append(
        "\(streamed.count) operators in slices (\(names)): \(before) → \(after) cycles by simulation, "
          + (after < before ? "kept" : "not kept"))
      cycles = min(before, after)
      if after < before { best = program }
    }
    best.notes += notes.isEmpty ? ["nothing to compute in slices by estimate"] : notes
    return best
  }

  private func play(_ program: Program) throws -> Int {
    var machine = MachineOptions(numerics: false)
    try machine.apply(fidelity.levels(on: chip), on: chip)
    return try Machine.run(program: program, chip: chip, options: machine).elapsedCycles
  }
}
