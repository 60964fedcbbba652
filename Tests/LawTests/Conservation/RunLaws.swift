import Chips
import Graphs
import Machine
import Mapping
import Tensors

/// What must hold of every run, whatever was run.
struct RunLaws {
  let program: Program
  let chip: Chip
  let record: RunRecord

  /// Each engine is at every moment busy, stalled for one cause, or idle.
  var everyCycleHasOneCondition: Bool {
    record.engines.allSatisfy { engine in
      engine.busyCycles >= 0 && engine.stallCycles.count == StallCause.allCases.count
        && engine.stallCycles.allSatisfy { $0 >= 0 }
        && engine.busyCycles + engine.stallCycles.reduce(0, +) == record.elapsedCycles
    }
  }

  /// What the operators are charged with is what the run took and moved, no more and no less.
  var operatorsSumToTheRun: Bool {
    let operators = record.operators
    func sum(_ part: (OperatorRecord) -> Int) -> Int { operators.reduce(0) { $0 + part($1) } }
    return sum(\.cycles) == record.elapsedCycles
      && sum(\.dramReadBytes) == record.counters.dramReadBytes
      && sum(\.dramWriteBytes) == record.counters.dramWriteBytes
      && sum(\.commandCount) == program.commands.count
  }

  /// The arrays multiply every product of the contractions' definitions once.
  func computesEveryProductOnce() throws -> Bool {
    var defined = 0
    for (index, measured) in record.operators.enumerated() {
      guard case .contraction = try program.graph.form(of: index), measured.hostBusyCycles == 0 else {
        continue
      }
      defined += program.graph.work(of: index).multiplyAccumulates
    }
    return defined == record.counters.multiplyAccumulates.values.reduce(0, +)
  }

  /// Results in DRAM, each byte at least once. A result that is an input in another shape is there already.
  var writesEveryOutput: Bool {
    // A reshaped value lies where the value lies that it is made of.
    let given = Set(program.graph.inputs.compactMap { program.homes[$0]?.address })
    var results: [Int: Int] = [:]
    for value in program.graph.outputs {
      guard let home = program.homes[value], home.memory == .dram else { return false }
      if !given.contains(home.address) { results[home.address] = program.graph.values[value].type.byteCount }
    }
    return record.counters.dramWriteBytes >= results.values.reduce(0, +)
  }
}
