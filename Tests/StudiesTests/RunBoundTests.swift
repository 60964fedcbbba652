import RandomCases
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
      options.precision = precision
      try expectBound(of: ModelFile(example.model), on: chip, options)
    }
  }

  /// Packed weights, with and without zeros left out, on every level of the memory.
  @Test(arguments: ["w8a8", "w4a8,per-channel", "fp16"], ["dram=command,network=flit", "dram=bandwidth"])
  func compressionKeepsTheBound(_ format: String, _ levels: String) throws {
    for pruning in ["2:4", "channels=0.5"] {
      var options = SimulationOptions()
      options.compression = Compression(
        prunings: [try Pruning(pruning)], precision: try PrecisionPlan([format]))
      options.fidelity = try Fidelity(levels)
      let chip = try Chip.read(Shelf.chips.file(named: "edge-npu-sparse"))
      try expectBound(of: ModelFile("digits-cnn"), on: chip, options)
    }
  }

  private func expectBound(of model: ModelFile, on chip: Chip, _ options: SimulationOptions) throws {
    var options = options
    options.numerics = false
    let simulation = try Simulation(chip: chip, model: model, options: options)
    let result = try simulation.run()
    let memory = result.record.levels.dram == .command ? try chip.memoryPreset() : nil
    try expect(
      RunBound(simulation.graph, on: simulation.chip, memory: memory), below: result.record, on: chip)
  }

  private func expect(_ bound: RunBound, below record: RunRecord, on chip: Chip) {
    let seconds = record.seconds
    let joules = RunEnergy(record, on: chip).total.total.joules
    #expect(bound.seconds <= seconds * (1 + 1e-9))
    #expect(bound.joules <= joules * (1 + 1e-9))
    #expect(bound.watts * seconds <= joules * (1 + 1e-9))
    #expect(bound.squareMillimetres == ChipArea(chip).squareMillimetres)
  }

  /// Chips of every kind, models with forks and joins, each memory and network, with operators computed in slices or not, and
  /// weights in whole bytes or packed.
  @Test(arguments: 0..<72)
  func noRandomRunIsBelowItsBound(_ number: Int) throws {
    let chip = try RandomChips.chip(seed: number)
    let precision = [ElementType.float32, .float16, .bfloat16, .int8][number % 4]
    let plain = try RandomGraphs.graph(seed: number)
    let graph =
      try number % 12 == 3
      ? plain.compressed(Compression(precision: PrecisionPlan(["w4a8,per-channel"]))).graph
      : plain.prepared(precision: precision)
    var mapping = MappingOptions()
    if number.isMultiple(of: 3) { mapping.optimisations = try Optimisation.set("all") }
    guard let program = try? Mapper.map(graph, onto: chip, options: mapping) else { return }
    for memory in [nil, try DRAMConfiguration.fitting(chip, share: 1.015)] {
      let record = try Machine.run(
        program: program, chip: chip,
        options: MachineOptions(numerics: false, dram: memory, network: number % 2 == 0 ? .flit : .packet))
      try expect(RunBound(graph, on: chip, memory: memory), below: record, on: chip)
    }
  }

  /// A bound that is never near would be sound, and of no use.
  @Test func theBoundOfAChipForDigitsIsNear() throws {
    var options = SimulationOptions()
    options.numerics = false
    options.compression = Compression(precision: try PrecisionPlan(["w8a8,per-channel"]))
    for (levels, time, energy) in [
      ("dram=bandwidth,network=packet", 0.5, 0.7), ("dram=command,network=flit", 0.4, 0.6),
    ] {
      options.fidelity = try Fidelity(levels)
      let chip = try Chip.read(Shelf.chips.file(named: "edge-npu"))
      let simulation = try Simulation(chip: chip, model: ModelFile("digits-cnn"), options: options)
      let result = try simulation.run()
      let memory = result.record.levels.dram == .command ? try chip.memoryPreset() : nil
      let bound = try RunBound(simulation.graph, on: chip, memory: memory)
      #expect(bound.seconds >= time * result.record.seconds)
      #expect(bound.joules >= energy * result.energy.total.total.joules)
    }
  }
}
