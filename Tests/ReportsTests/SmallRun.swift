import Tilewright

/// Real runs that are over in no time, shared by the tests of what is made from them.
enum SmallRun {
  static let verified = Result { try run("edge-npu", "digits-cnn", numerics: true) }
  static let timed = Result { try run("edge-npu", "mlp", numerics: false) }

  private static func run(_ chip: String, _ model: String, numerics: Bool) throws -> RunRow {
    var options = SimulationOptions()
    options.numerics = numerics
    options.collectsTimeline = true
    return RunRow(try Simulation(chip: chip, model: model, options: options).run())
  }
}
