import Testing
import Tilewright

@Suite("Fidelity of the matrix engine")
struct RegisterFidelityTests {
  @Test(
    "A run with every register stepped is the run by closed forms",
    arguments: [("teaching-4x4", "matmul-4x4"), ("gemmini-16x16", "mlp"), ("nvdla-small", "digits-cnn")])
  func equality(chip: String, model: String) throws {
    func record(_ fidelity: String) throws -> RunRecord {
      var options = SimulationOptions()
      options.numerics = false
      options.fidelity = try Fidelity(fidelity)
      return try Simulation(chip: chip, model: model, options: options).run().record
    }
    var registers = try record("matrix=register")
    #expect(registers.levels.matrix == .register)
    registers.levels.matrix = .tile
    let tiles = try record("matrix=tile")
    #expect("\(registers)" == "\(tiles)")
  }
}
