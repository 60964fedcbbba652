import Chips
import Graphs
import Machine
import Mapping

/// Optimises what a simulated run says is faster so: the mapper estimates which operators to compute in slices, each kind
/// by itself and both together are played, and then, with the fastest of these, values that lie in blocks in DRAM. The
/// fastest stays, first of all the plan without any: nothing chosen is slower than no optimisation at all.
struct OptimisationSearch {
  let graph: Graph
  let chip: Chip
  let options: MappingOptions
  let fidelity: Fidelity
  let cache: MappingCache

  /// The fastest program, with what was tried in its notes.
  /// - Throws: as `Mapper.map` and `Machine.run`.
  func program() throws -> Program {
    var best = try map([])
    var cycles: Int?
    var notes: [String] = []
    func isKept(_ program: Program, _ words: String) throws -> Bool {
      let before = try cycles ?? play(best)
      let after = try play(program)
      notes.append(
        "\(words): \(before) → \(after) cycles by simulation, " + (after < before ? "kept" : "not kept"))
      cycles = min(before, after)
      if after < before { best = program }
      return after < before
    }
    var tried: Set<[Int]> = []
    var kept: Set<Optimisation> = []
    for kinds: Set<Optimisation> in [[.stream], [.depthFirst], Optimisation.slicing] {
      let program = try map(kinds)
      let streamed = program.operators.indices.filter { program.operators[$0].stream != nil }
      // Several kinds may come to the same groups, and on many chips to none.
      guard !streamed.isEmpty, tried.insert(streamed + [program.commands.count]).inserted else { continue }
      let names = kinds.map(\.rawValue).sorted().joined(separator: ",")
      if try isKept(program, "\(streamed.count) operators in slices (\(names))") { kept = kinds }
    }
    let inBlocks = try map(kept.union([.layout]))
    if !inBlocks.layouts.isEmpty {
      _ = try isKept(inBlocks, "\(inBlocks.layouts.count) values in blocks in DRAM (layout)")
    }
    best.notes +=
      notes.isEmpty ? ["nothing to compute in slices and nothing to lay out in blocks by estimate"] : notes
    return best
  }

  private func map(_ optimisations: Set<Optimisation>) throws -> Program {
    var options = options
    options.optimisations = optimisations
    return try Mapper.map(graph, onto: chip, options: options, cache: cache)
  }

  private func play(_ program: Program) throws -> Int {
    var machine = MachineOptions(numerics: false)
    try machine.apply(fidelity.levels(on: chip), on: chip)
    return try Machine.run(program: program, chip: chip, options: machine).elapsedCycles
  }
}
