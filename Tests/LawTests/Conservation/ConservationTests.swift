import Chips
import Graphs
import Machine
import Mapping
import RandomCases
import Tensors
import Testing

@Suite("Conservation laws on random models and chips")
struct ConservationTests {
  static let cases = 0..<160

  @Test(arguments: cases) func `A run verifies, and what it counts adds up`(_ number: Int) throws {
    let test = try RandomCase(number)
    guard let program = try test.program() else { return }
    let record = try Machine.run(
      program: program, chip: test.chip, options: MachineOptions(collectsTimeline: true))

    let verification = try #require(record.verification)
    #expect(verification.hazards.isEmpty, "\(verification.hazards.prefix(2).map(\.text))")
    let wrong = verification.comparisons.filter { !$0.passed }
    #expect(wrong.isEmpty, "\(wrong.prefix(2))")
    #expect(verification.comparisons.map(\.node) == Array(test.graph.nodes.indices))
    for (node, comparison) in zip(test.graph.nodes, verification.comparisons) {
      // A reshaped value has no bytes of its own to compare.
      if case .alias = try test.graph.form(of: comparison.node) { continue }
      #expect(comparison.elements >= test.graph.values[node.outputs[0]].type.elementCount)
    }

    let laws = RunLaws(program: program, chip: test.chip, record: record)
    let (conditions, sums) = (laws.everyCycleHasOneCondition, laws.operatorsSumToTheRun)
    #expect(conditions, "each engine is at every moment in one condition")
    #expect(sums, "operators sum to the run")
    let (products, outputs) = (try laws.computesEveryProductOnce(), laws.writesEveryOutput)
    #expect(products, "every product is computed once")
    #expect(outputs, "every output is written")
    #expect(record.counters.dramReadBytes >= (try NeededBytes(test.graph).total))
    let occupancy = EngineOccupancy(program: program, chip: test.chip, timeline: record.timeline)
    let conflicts = try occupancy.conflicts()
    #expect(conflicts.isEmpty, "\(conflicts.prefix(2))")
  }

  @Test(arguments: cases) func `Engines do what the operators are, each element once`(_ number: Int) throws {
    let test = try RandomCase(number)
    guard let program = try test.program() else { return }
    let record = try Machine.run(
      program: program, chip: test.chip, options: MachineOptions(numerics: false))
    let done = try WorkDone(program)
    #expect(record.counters.multiplyAccumulates.values.reduce(0, +) == done.arrayProducts)
    #expect(record.counters.vectorMultiplyAccumulates.values.reduce(0, +) == done.vectorProducts)
    #expect(record.counters.vectorOperations == done.vectorOperations)
    #expect(record.counters.hostOperations == done.hostOperations)
    let products = record.operators.reduce(0) { $0 + $1.multiplyAccumulates }
    #expect(products == done.arrayProducts + done.vectorProducts + done.hostProducts)
  }

  @Test(arguments: cases) func `A run is repeatable, with numbers and without`(_ number: Int) throws {
    let test = try RandomCase(number)
    guard let program = try test.program() else { return }
    func run(numerics: Bool) throws -> RunRecord {
      try Machine.run(
        program: program, chip: test.chip,
        options: MachineOptions(numerics: numerics, collectsTimeline: true))
    }
    let first = try run(numerics: true)
    let second = try run(numerics: true)
    #expect(first.verification?.comparisons.map(\.digest) == second.verification?.comparisons.map(\.digest))
    let withoutNumbers = try run(numerics: false)
    for other in [second, withoutNumbers] {
      #expect(first.elapsedFemtoseconds == other.elapsedFemtoseconds)
      #expect(first.eventsProcessed == other.eventsProcessed)
      #expect(first.timeline.map(\.startFemtoseconds) == other.timeline.map(\.startFemtoseconds))
      #expect(first.timeline.map(\.endFemtoseconds) == other.timeline.map(\.endFemtoseconds))
      #expect(first.engines.map(\.stallCycles) == other.engines.map(\.stallCycles))
      #expect(first.memories.map(\.accesses) == other.memories.map(\.accesses))
      #expect(first.network.linkBusyCycles == other.network.linkBusyCycles)
    }
  }
}
