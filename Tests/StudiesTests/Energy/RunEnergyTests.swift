import Testing
import Tilewright

@Suite("Energy of a run")
struct RunEnergyTests {
  /// A small chip of one core, with what is set in it.
  private static func chip(_ settings: [(String, JSONValue)] = [], name: String = "soc") throws -> Chip {
    let document = try Document.read(Shelf.chips.file(named: name))
    return try Chip.load(settings.reduce(document) { try $0.setting(path: $1.0, to: $1.1, mayAdd: true) })
  }

  private static func run(
    _ chip: Chip, _ model: String = "digits-cnn", _ operating: OperatingRequest = OperatingRequest(),
    fidelity: Fidelity = Fidelity()
  ) throws -> SimulationResult {
    var options = SimulationOptions()
    options.numerics = false
    options.fidelity = fidelity
    options.operating = operating
    return try Simulation(chip: chip, model: ModelFile(model), options: options).run()
  }

  @Test(
    "Parts sum to the whole to the last digit",
    arguments: [
      ("edge-npu", "digits-cnn"), ("soc", "mlp"), ("a100-like", "digits-cnn"), ("teaching-4x4", "digits-cnn"),
    ])
  func parts(chip: String, model: String) throws {
    let energy = try Self.run(Self.chip(name: chip), model).energy
    let byOperator = energy.operators.reduce(Energy.zero) { $0 + $1.total }
    let byComponent = EnergyComponent.allCases.reduce(Energy.zero) { $0 + energy.total[$1] }
    #expect(byOperator == energy.total.total)
    #expect(byComponent == energy.total.total)
    #expect(energy.total.total > .zero)
  }

  @Test("What is counted for operators is what memories, network and engines counted")
  func counters() throws {
    for (chip, model) in [("edge-npu", "digits-cnn"), ("tpu-v4i-like", "mlp"), ("soc", "mlp")] {
      let record = try Self.run(Self.chip(name: chip), model).record
      func sum(_ part: (OperatorRecord) -> Int) -> Int { record.operators.reduce(0) { $0 + part($1) } }
      func memory(_ isIt: (MemoryIdentifier) -> Bool) -> Int {
        record.memories.filter { isIt($0.memory) }.reduce(0) { $0 + $1.readBytes + $1.writtenBytes }
      }
      #expect(sum(\.linkBytes) == record.network.linkBytes)
      #expect(sum { $0.dramReadBytes + $0.dramWriteBytes } == memory { $0 == .dram })
      #expect(sum(\.sharedBufferBytes) == memory { $0 == .sharedBuffer })
      #expect(
        sum { $0.coreActivity.reduce(0) { $0 + $1.scratchpadBytes } }
          == memory { if case .scratchpad = $0 { true } else { false } })
      #expect(
        sum { $0.coreActivity.reduce(0) { $0 + $1.accumulatorBytes } }
          == memory { if case .accumulator = $0 { true } else { false } })
      #expect(
        sum { $0.coreActivity.reduce(0) { $0 + $1.multiplyAccumulates.values.reduce(0, +) } }
          == record.counters.multiplyAccumulates.values.reduce(0, +))
      #expect(sum(\.hostOperations) == record.counters.hostOperations)
    }
  }

  @Test(
    "At fixed work and clock, dynamic energy falls with the square of the supply and leakage with the supply")
  func supply() throws {
    let chip = try Self.chip([("technology.voltage", "1 V"), ("technology.thresholdVoltage", "200 mV")])
    var request = OperatingRequest()
    request.coreHertz = 200_000_000
    request.coreMicrovolts = 1_000_000
    let high = try Self.run(chip, "digits-cnn", request)
    request.coreMicrovolts = 500_000
    let low = try Self.run(chip, "digits-cnn", request)
    #expect(high.record.elapsedCycles == low.record.elapsedCycles)
    for part in [EnergyComponent.matrix, .vector, .scratchpad, .accumulator] {
      let ratio = high.energy.total[part].joules / low.energy.total[part].joules
      #expect(abs(ratio - 4) < 1e-3, "\(part)")
    }
    #expect(abs(high.energy.total[.leakage].joules / low.energy.total[.leakage].joules - 2) < 1e-3)
    #expect(high.energy.total[.dram] == low.energy.total[.dram])
  }

  @Test("DRAM energy is proportional to the bytes moved, where no commands are played")
  func bytes() throws {
    let chip = try Self.chip()
    for model in ["digits-cnn", "mlp"] {
      let result = try Self.run(chip, model, fidelity: .fast)
      let bytes = result.record.counters.dramReadBytes + result.record.counters.dramWriteBytes
      let each = 8 * DRAMByteEnergy(standard: chip.dram.standard).picojoulesPerBit
      // Each operator's part is rounded once, to a femtojoule.
      let rounding = Double(result.record.operators.count) * 1e-3
      #expect(abs(result.energy.total[.dram].picojoules - each * Double(bytes)) <= rounding)
    }
  }

  @Test("Leakage is proportional to time")
  func leakage() throws {
    let chip = try Self.chip()
    for model in ["digits-cnn", "mlp"] {
      let result = try Self.run(chip, model)
      let seconds = Double(result.record.elapsedCycles) / Double(result.record.clockHertz)
      let watts = Double(EnergyTable(chip).leakageNanowatts) / 1e9
      #expect(abs(result.energy.total[.leakage].joules / (watts * seconds) - 1) < 1e-6)
    }
  }

  @Test("A smaller generation takes less energy for the same work")
  func generations() throws {
    let energies = try ["45 nm", "28 nm", "16 nm", "7 nm", "5 nm"].map {
      try Self.run(Self.chip([("technology", ["node": .string($0)])])).energy.total.total
    }
    #expect(zip(energies, energies.dropFirst()).allSatisfy { $0 > $1 })
  }

  @Test("Power over time sums to the run's energy, and its peak is no less than its mean")
  func power() throws {
    for (chip, model) in [("edge-npu", "digits-cnn"), ("soc", "mlp"), ("teaching-4x4", "digits-cnn")] {
      let result = try Self.run(Self.chip(name: chip), model)
      let power = try #require(result.power)
      let joules = power.watts.reduce(0, +) * power.partSeconds
      // Standing power runs to the last femtosecond, and cycles are charged whole.
      let cycle = 1 / Double(result.record.clockHertz) / (power.partSeconds * Double(power.watts.count))
      #expect(abs(joules / result.energy.total.total.joules - 1) <= cycle + 1e-6, "\(model) on \(chip)")
      #expect(power.peakWatts >= joules / (power.partSeconds * Double(power.watts.count)))
      #expect(power.watts.allSatisfy { $0 >= 0 })
    }
  }
}
