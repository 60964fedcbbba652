import Testing
import Tilewright

@Suite struct FidelityTests {
  @Test func whatIsNotNamedKeepsItsDefault() throws {
    #expect(try Fidelity("dram=bandwidth").network == nil)
    #expect(try Fidelity("network=packet,matrix=tile").dram == nil)
    #expect(try Fidelity("matrix=register").matrix == .register)
    #expect(try Fidelity("dram=command,network=flit").dram == .command)
  }

  @Test(arguments: [
    ("edge-npu", SimulatedLevels(dram: .command, network: .flit)),
    ("quad-128", SimulatedLevels(dram: .command, network: .packet)),
    ("teaching-4x4", SimulatedLevels(dram: .bandwidth, network: .packet)),
  ])
  func aChipIsSimulatedAsCloselyAsItsFileAllows(_ name: String, _ levels: SimulatedLevels) throws {
    #expect(Fidelity().levels(on: try Chip.read(Shelf.chips.file(named: name))) == levels)
    #expect(Fidelity.fast.levels(on: try Chip.read(Shelf.chips.file(named: name))) == SimulatedLevels())
  }

  @Test(arguments: [("edge-npu", "mlp"), ("soc", "keyword-ds-cnn")])
  func theSameBytesMoveAtEveryLevel(_ chip: String, _ model: String) throws {
    func run(_ fidelity: String) throws -> SimulationResult {
      var options = SimulationOptions()
      options.numerics = false
      options.fidelity = try Fidelity(fidelity)
      return try Simulation(chip: chip, model: model, options: options).run()
    }
    let fast = try run("dram=bandwidth,network=packet")
    for fidelity in ["dram=command", "network=flit", "dram=command,network=flit"] {
      let detailed = try run(fidelity)
      #expect(detailed.record.counters.dramReadBytes == fast.record.counters.dramReadBytes)
      #expect(detailed.record.counters.dramWriteBytes == fast.record.counters.dramWriteBytes)
      #expect(detailed.record.network.bytes == fast.record.network.bytes)
      #expect(detailed.energy.total == detailed.energy.operators.reduce(EnergyBreakdown(), +))
    }
  }

  @Test func aChipWithoutMemoryFileHasNoCommandsToPlay() throws {
    var options = SimulationOptions()
    options.fidelity = try Fidelity("dram=command")
    let simulation = try Simulation(chip: "teaching-4x4", model: "matmul-4x4", options: options)
    let error = #expect(throws: InputError.self) { try simulation.run() }
    #expect(error?.exitCode == 64)
    #expect(error?.description.contains("use --fidelity dram=bandwidth") == true)
  }

  @Test func aMemoryFileThatDoesNotExistIsToldWithTheNearest() throws {
    var options = SimulationOptions()
    options.fidelity = try Fidelity("dram=command")
    var chip = try Chip.read(Shelf.chips.file(named: "edge-npu"))
    chip.dram.preset = "lpddr5-640"
    let model = try ModelFile(Shelf.workloads.file(named: "mlp"))
    let error = #expect(throws: InputError.self) {
      try Simulation(chip: chip, model: model, options: options).run()
    }
    #expect(error?.exitCode == 66)
    #expect(error?.description.contains("did you mean “lpddr5-6400”?") == true)
  }

  @Test(arguments: [
    ("", "fidelity “”: is not SUBSYSTEM=LEVEL; such as dram=bandwidth"),
    ("dram=bandwidth,", "fidelity “”: is not SUBSYSTEM=LEVEL; such as dram=bandwidth"),
    ("dram=a=b", "fidelity “dram=a=b”: is not SUBSYSTEM=LEVEL; such as dram=bandwidth"),
    ("cache=fast", "fidelity “cache=fast”: unknown subsystem “cache”; valid: dram, matrix, network"),
    ("matrix=tiles", "fidelity of matrix: unknown level “tiles”; did you mean “tile”?"),
  ])
  func whatDoesNotExistIsAnError(_ text: String, _ message: String) {
    let error = #expect(throws: InputError.self) { try Fidelity(text) }
    #expect(error?.description == message)
    #expect(error?.exitCode == 64)
  }
}
