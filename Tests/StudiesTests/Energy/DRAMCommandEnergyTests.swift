import Testing
import Tilewright

@Suite("Energy of DRAM by its commands")
struct DRAMCommandEnergyTests {
  private static func run(
    _ chip: String, _ model: String, dram: DRAMLevel = .command, set: (String, JSONValue)? = nil
  ) throws -> SimulationResult {
    var document = try Document.read(Shelf.chips.file(named: chip))
    if let set { document = try document.setting(path: set.0, to: set.1, mayAdd: true) }
    var options = SimulationOptions()
    options.numerics = false
    options.fidelity = try Fidelity("dram=\(dram.rawValue),network=packet")
    return try Simulation(chip: Chip.load(document), model: ModelFile(model), options: options).run()
  }

  @Test(
    "Operators, components and commands sum to the whole to the last digit",
    arguments: [
      ("edge-npu", "digits-cnn"), ("soc", "mlp"), ("tpu-v4i-like", "mlp"), ("quad-128-mesh", "digits-cnn"),
    ])
  func parts(chip: String, model: String) throws {
    let energy = try Self.run(chip, model).energy
    let dram = try #require(energy.dram)
    #expect(DRAMCommandEnergy.Part.allCases.reduce(Energy.zero) { $0 + dram[$1] } == dram.total)
    #expect(energy.operators.reduce(Energy.zero) { $0 + $1[.dram] } == dram.total)
    #expect(energy.total[.dram] == dram.total)
    #expect(energy.operators.reduce(Energy.zero) { $0 + $1.total } == energy.total.total)
    #expect(EnergyComponent.allCases.reduce(Energy.zero) { $0 + energy.total[$1] } == energy.total.total)
  }

  @Test("It is what the memory's channels counted, and the pins' energy goes with the bytes")
  func channels() throws {
    let result = try Self.run("soc", "mlp")
    let dram = try #require(result.energy.dram)
    let channels = result.record.dramChannels
    let devices = channels.reduce(0.0) { $0 + ($1.energy?.totalJoules ?? 0) }
    // Each part of each channel is rounded once, to a femtojoule.
    let rounding = 1e-15 * Double(5 * channels.count)
    #expect(abs((dram.total - dram[.interface]).joules - devices) <= rounding)
    let bytes = channels.reduce(0) { $0 + $1.readBytes + $1.writtenBytes }
    let bit = DRAMInterfaceEnergy(standard: "LPDDR4X-4266").picojoulesPerBit
    #expect(abs(dram[.interface].picojoules / (8 * bit * Double(bytes)) - 1) < 1e-6)
    #expect(DRAMCommandEnergy.Part.allCases.allSatisfy { dram[$0] > .zero })
  }

  @Test("Without commands, currents, or against a figure of the user's own, bytes are counted")
  func bytes() throws {
    #expect(try Self.run("soc", "mlp", dram: .bandwidth).energy.dram == nil)
    let own = try Self.run("soc", "mlp", set: ("technology.energy", ["dramByte": "10 pJ"]))
    #expect(own.energy.dram == nil)
    let counters = own.record.counters
    #expect(
      own.energy.total[.dram].picojoules == 10 * Double(counters.dramReadBytes + counters.dramWriteBytes))
  }

  @Test("Power over time still sums to the run's energy")
  func power() throws {
    let result = try Self.run("edge-npu", "digits-cnn")
    let power = try #require(result.power)
    let joules = power.watts.reduce(0, +) * power.partSeconds
    let seconds = power.partSeconds * Double(power.watts.count)
    let cycle = 1 / Double(result.record.clockHertz) / seconds
    #expect(abs(joules / result.energy.total.total.joules - 1) <= cycle + 1e-6)
    let standing = try #require(result.energy.dram).standing.joules / seconds
    #expect(power.watts.allSatisfy { $0 >= standing })
  }

  @Test("A split by weights gives each part its share and loses nothing")
  func splitting() {
    var random = LinearCongruentialGenerator(seed: 7)
    for _ in 0..<200 {
      let weights = (0..<Int(random.next() % 9 + 1)).map { _ in Int(random.next() % 1_000_000) }
      let whole = Energy(femtojoules: Int128(random.next()))
      let parts = whole.split(by: weights)
      #expect(parts.reduce(.zero, +) == whole)
      let sum = Double(max(1, weights.reduce(0, +)))
      for (part, weight) in zip(parts, weights) where weights.contains(where: { $0 > 0 }) {
        #expect(
          abs(Double(part.femtojoules) - Double(whole.femtojoules) * Double(weight) / sum) <= 1e-9
            * Double(whole.femtojoules) + 1)
      }
    }
    #expect(Energy(femtojoules: 5).split(by: [0, 0]) == [.zero, Energy(femtojoules: 5)])
  }
}
