import Testing
import Tilewright

@Suite struct FaultCampaignTests {
  private func report(_ chip: String, _ model: String, count: Int, seed: UInt64) throws -> FaultReport {
    let simulation = try Simulation(chip: chip, model: model)
    return try FaultCampaign(program: simulation.map(), chip: simulation.chip).run(count: count, seed: seed)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func everyBreakThatChangesAnythingIsCaught(_ seed: UInt64) throws {
    let report = try report("teaching-4x4", "mlp", count: 20, seed: seed)
    #expect(report.trials.count == 20)
    #expect(report.missed == 0)
    #expect(report.caught > report.harmless)
  }

  @Test func theSameSeedBreaksTheSameThings() throws {
    let first = try report("teaching-4x4", "matmul-4x4", count: 10, seed: 5)
    let second = try report("teaching-4x4", "matmul-4x4", count: 10, seed: 5)
    #expect(first.trials.map(\.fault) == second.trials.map(\.fault))
    #expect(first.trials.map(\.outcome) == second.trials.map(\.outcome))
    let other = try report("teaching-4x4", "matmul-4x4", count: 10, seed: 6)
    #expect(first.trials.map(\.fault) != other.trials.map(\.fault))
  }

  @Test func everyKindOfBreakHasItsTurn() throws {
    let report = try report("teaching-4x4", "mlp", count: Fault.Kind.allCases.count, seed: 1)
    #expect(Set(report.trials.map(\.fault.kind)) == Set(Fault.Kind.allCases))
  }
}
