import Chips
import Machine
import RandomCases
import Testing

@Suite("The same laws at every level of fidelity")
struct LevelTests {
  @Test(arguments: 0..<48)
  func `Numbers, bytes and conditions are the same, whoever keeps the time`(_ number: Int) throws {
    let test = try RandomCase(number)
    guard let program = try test.program() else { return }
    let fast = try Machine.run(program: program, chip: test.chip)
    let detailed = try Machine.run(
      program: program, chip: test.chip,
      options: MachineOptions(dram: .fitting(test.chip), network: .flit, collectsTimeline: true))

    #expect(detailed.levels == SimulatedLevels(dram: .command, network: .flit))
    let verification = try #require(detailed.verification)
    #expect(verification.passed, "\(verification.hazards.prefix(2).map(\.text))")
    #expect(verification.comparisons.map(\.digest) == fast.verification?.comparisons.map(\.digest))
    #expect(detailed.counters.dramReadBytes == fast.counters.dramReadBytes)
    #expect(detailed.counters.dramWriteBytes == fast.counters.dramWriteBytes)
    #expect(detailed.network.bytes == fast.network.bytes)
    #expect(detailed.network.packets == fast.network.packets)
    #expect(detailed.operators.reduce(0) { $0 + $1.linkBytes } == detailed.network.linkBytes)
    let laws = RunLaws(program: program, chip: test.chip, record: detailed)
    let (conditions, sums) = (laws.everyCycleHasOneCondition, laws.operatorsSumToTheRun)
    #expect(conditions, "each engine is at every moment in one condition")
    #expect(sums, "operators sum to the run")
    let timing = try Machine.run(
      program: program, chip: test.chip,
      options: MachineOptions(numerics: false, dram: .fitting(test.chip), network: .flit))
    #expect(timing.elapsedFemtoseconds == detailed.elapsedFemtoseconds)
  }
}
