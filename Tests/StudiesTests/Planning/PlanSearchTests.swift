import Testing
import Tilewright

@Suite("A plan chosen by simulation")
struct PlanSearchTests {
  private func result(_ choice: PlanChoice, _ splits: [String] = []) throws -> SimulationResult {
    var options = SimulationOptions()
    options.numerics = false
    options.planChoice = choice
    options.mapping.splits = try SplitPlan(splits)
    return try Simulation(chip: "edge-npu", model: "keyword-ds-cnn", options: options).run()
  }

  @Test func isNeverSlowerThanTheEstimatesPlan() throws {
    let estimated = try result(.estimated)
    let simulated = try result(.simulated)
    #expect(simulated.record.elapsedCycles <= estimated.record.elapsedCycles)
    let note = try #require(simulated.program.notes.first)
    #expect(
      note.hasSuffix(
        ": \(simulated.record.elapsedCycles) cycles; by estimate alone \(estimated.record.elapsedCycles)"))
  }

  @Test func leavesAloneWhatWasAsked() throws {
    let asked = try result(.simulated, ["channels"])
    let obeyed = asked.program.operators.filter { $0.split.wish == "as asked" }
    #expect(!obeyed.isEmpty)
    for plan in obeyed {
      #expect(plan.split.chosen?.split == Split([.channels]))
    }
  }

  @Test func triesPipelinesOfSeveralSamples() throws {
    var options = SimulationOptions()
    options.numerics = false
    options.batch = 4
    options.planChoice = .simulated
    let result = try Simulation(chip: "edge-npu", model: "keyword-ds-cnn", options: options).run()
    #expect(result.program.notes.contains { $0.hasPrefix("as a pipeline of ") })
  }
}
