import Testing
import Tilewright

@Suite("Cost grows with the work and no faster")
struct LinearCostTests {
  private func counts(_ chip: String, batch: Int) throws -> (commands: Int, events: Int) {
    var options = SimulationOptions()
    options.batch = batch
    options.numerics = false
    let simulation = try Simulation(chip: chip, model: "digits-cnn", options: options)
    let record = try simulation.run().record
    return (record.counters.commands, record.eventsProcessed)
  }

  /// At most, since images of a batch share weights: the fewer commands and events an image then takes, the better.
  @Test(arguments: ["teaching-4x4", "edge-npu", "gemmini-16x16"])
  func `An image of a batch takes no more commands and events than an image alone`(_ chip: String) throws {
    let one = try counts(chip, batch: 1)
    for batch in [2, 4, 8] {
      let many = try counts(chip, batch: batch)
      #expect(many.commands <= batch * one.commands)
      #expect(many.events <= batch * one.events)
    }
  }
}
