import Testing
import Tilewright

@Suite struct SimulationTests {
  private func simulation(
    _ chip: String, _ model: String, _ change: (inout SimulationOptions) -> Void = { _ in }
  ) throws -> Simulation {
    var options = SimulationOptions()
    change(&options)
    return try Simulation(chip: chip, model: model, options: options)
  }

  @Test func twoNamesGiveAVerifiedRun() throws {
    let result = try simulation("edge-npu", "mlp").run()
    #expect(result.record.chip == "edge-npu")
    #expect(result.record.model == "mlp")
    #expect(result.record.elapsedCycles > 0)
    #expect(result.record.verification?.passed == true)
    #expect(result.record.operators.count == result.program.graph.nodes.count)
  }

  @Test func theChipsPreferredPrecisionIsTheDefault() throws {
    let simulation = try simulation("edge-npu", "mlp")
    #expect(simulation.precision == simulation.chip.precisions.first)
    #expect(try self.simulation("edge-npu", "mlp") { $0.precision = .bfloat16 }.precision == .bfloat16)
  }

  @Test func aPrecisionTheChipLacksIsAnErrorWithThoseItHas() {
    let error = #expect(throws: InputError.self) {
      try simulation("tpu-v1", "mlp") { $0.precision = .float64 }
    }
    #expect(error?.reason == "does not compute in fp64")
    #expect(error?.remedy == "supported: int8")
    #expect(error?.exitCode == 64)
  }

  @Test func aPreferredTypeThatNoModelCanBeRunInIsPassedOver() throws {
    let eyeriss = try simulation("eyeriss-like", "mlp") { $0.numerics = false }
    #expect(eyeriss.precision == .int8)
    #expect(eyeriss.chip.precisions == [.int8])
    let error = #expect(throws: InputError.self) {
      try simulation("eyeriss-like", "mlp") { $0.precision = .int16 }
    }
    #expect(error?.remedy == "supported: int8")
    #expect(error?.exitCode == 64)
  }

  @Test func timesOfARunFitEachOther() throws {
    let record = try simulation("edge-npu", "digits-cnn") { $0.numerics = false }.run().record
    let period = 1e15 / Double(record.clockHertz)
    #expect(record.elapsedCycles == Int((Double(record.elapsedFemtoseconds) / period).rounded(.up)))
    #expect(record.operators.contains { $0.commandCount == 0 })
    for row in record.operators {
      #expect(row.startFemtoseconds <= row.endFemtoseconds, "\(row.name)")
      #expect(row.endFemtoseconds <= record.elapsedFemtoseconds, "\(row.name)")
    }
  }

  @Test func theBatchIsTheModelsUnlessItIsGiven() throws {
    #expect(try simulation("edge-npu", "mlp").batch == 1)
    let four = try simulation("edge-npu", "mlp") { $0.batch = 4 }
    #expect(four.batch == 4)
    #expect(four.graph.values[four.graph.inputs[0]].type.shape[0] == 4)
  }

  @Test(arguments: ["mlp", "digits-cnn"])
  func withoutNumbersTheTimeIsTheSameToTheFemtosecond(_ model: String) throws {
    let verified = try simulation("edge-npu", model).run().record
    let timed = try simulation("edge-npu", model) { $0.numerics = false }.run().record
    #expect(timed.verification == nil)
    #expect(timed.elapsedFemtoseconds == verified.elapsedFemtoseconds)
    #expect(timed.operators.map(\.endFemtoseconds) == verified.operators.map(\.endFemtoseconds))
  }

  @Test func progressEndsAtTheWhole() throws {
    final class Watcher: @unchecked Sendable { var seen: [Double] = [] }
    let watcher = Watcher()
    _ = try simulation("edge-npu", "digits-cnn") { $0.numerics = false }.run { watcher.seen.append($0) }
    #expect(watcher.seen == watcher.seen.sorted())
    #expect(watcher.seen.allSatisfy { (0...1).contains($0) })
  }
}
