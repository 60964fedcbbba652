import Chips
import Machine
import Mapping
import Network
import Testing

@Suite("Multicast: the same numbers, none lost on the way")
struct MulticastTests {
  @Test(arguments: 0..<48)
  func `What cores share is read once, and passed on without a hazard`(_ number: Int) throws {
    let test = try RandomCase(number)
    guard let program = try test.program() else { return }
    var chip = test.chip
    chip.network.multicast = true
    let shared = try Mapper.map(test.graph, onto: chip)
    let apart = try Machine.run(program: program, chip: test.chip)
    for level in NetworkLevel.allCases {
      let together = try Machine.run(
        program: shared, chip: chip, options: MachineOptions(network: level, collectsTimeline: true))
      let verification = try #require(together.verification)
      #expect(verification.passed, "\(verification.hazards.prefix(2).map(\.text))")
      #expect(
        together.counters.multiplyAccumulates.values.reduce(0, +)
          == apart.counters.multiplyAccumulates.values.reduce(0, +))
      #expect(together.operators.reduce(0) { $0 + $1.linkBytes } == together.network.linkBytes)
      let laws = RunLaws(program: shared, chip: chip, record: together)
      let (conditions, sums) = (laws.everyCycleHasOneCondition, laws.operatorsSumToTheRun)
      #expect(conditions, "each engine is at every moment in one condition")
      #expect(sums, "operators sum to the run")
    }
  }
}
