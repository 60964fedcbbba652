import Testing
import Tilewright

@Suite struct OptimisationSearchTests {
  private func run(_ chip: String, _ model: String, _ choice: PlanChoice) throws -> SimulationResult {
    var options = SimulationOptions()
    options.numerics = false
    options.planChoice = choice
    options.fidelity = try Fidelity("dram=bandwidth,network=packet")
    return try Simulation(chip: chip, model: model, options: options).run()
  }

  @Test(
    "What pays is never slower than nothing",
    arguments: [
      ("gemmini-16x16", "digits-cnn"), ("edge-npu", "keyword-ds-cnn"), ("soc", "mlp"),
      ("nvdla-small", "digits-cnn"),
      ("teaching-4x4", "matmul-4x4"), ("scale-32x32-ws", "digits-cnn"),
    ])
  func neverSlower(_ chip: String, _ model: String) throws {
    let plain = try run(chip, model, .estimated)
    let paying = try run(chip, model, .whatPays)
    #expect(paying.record.elapsedCycles <= plain.record.elapsedCycles)
    #expect(paying.program.notes.count > plain.program.notes.count, "the report says what was tried")
    if !paying.program.streamedOperators.isEmpty || !paying.program.layouts.isEmpty {
      #expect(paying.record.elapsedCycles < plain.record.elapsedCycles)
    }
  }
}
