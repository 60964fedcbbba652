import Testing
import Tilewright

@testable import Studies

/// A bound is worth something only where no run is ever below it.
@Suite struct RunBoundTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var chip: String
    var model: String
    var testDescription: String { "\(model) on \(chip)" }
  }

  static let cases: [Case] = ["digits-cnn", "mlp"].flatMap { model in
    ["edge-npu", "gemmini-16x16", "nvdla-large", "soc", "tpu-v1", "scale-32x32-os"].map {
      Case(chip: $0, model: model)
    }
  }

  @Test(arguments: cases)
  func noRunIsBelowItsBound(_ example: Case) throws {
    let chip = try Chip.read(Shelf.chips.file(named: example.chip))
    for precision in chip.precisions {
      var options = SimulationOptions()
      options.numerics = false
      options.precision = precision
      let simulation = try Simulation(chip: example.chip, model: example.model, options: options)
      let result = try simulation.run()
      let bound = try RunBound(simulation.graph, on: simulation.chip)
      let seconds = Double(result.record.elapsedFemtoseconds) / 1e15
      let joules = result.energy.total.total.joules
      #expect(bound.seconds <= seconds)
      #expect(bound.joules <= joules * (1 + 1e-9))
      #expect(bound.watts * seconds <= joules * (1 + 1e-9))
      #expect(bound.squareMillimetres == result.area.squareMillimetres)
    }
  }
}
