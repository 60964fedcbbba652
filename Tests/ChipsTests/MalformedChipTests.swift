import Documents
import Foundation
import Testing

@testable import Chips

@Suite("Malformed chips")
struct MalformedChipTests {
  @Test("The chip that the others are made from is sound")
  func sound() throws {
    let chip = try Chip.load(MalformedChip.sound())
    #expect(chip.cores.map(\.name) == ["a", "b0", "b1"])
    #expect(chip.cores[0].matrix?.precisions.map(\.cyclesPerStep) == [1, 2])
    #expect(chip.cores[1].clockHertz == 500_000_000)
    #expect(chip.dram.latencyNanoseconds == 90)
    #expect(chip.networkNodeCount == 6)
  }

  @Test("Every complaint names place, reason and remedy", arguments: MalformedChip.all)
  func complaint(chip: MalformedChip) throws {
    let document = try chip.document()
    let error = #expect(throws: InputError.self) { try Chip.load(document) }
    #expect(error?.description == "chip.json: " + chip.message)
    #expect(error?.exitCode == 65)
  }

  @Test("A file that is not there, or is no JSON, is named")
  func files() throws {
    let missing = #expect(throws: InputError.self) { try Chip.read("/nowhere/chip.json") }
    #expect(missing?.description == "/nowhere/chip.json: no such file")
    #expect(missing?.exitCode == 66)
    let broken = #expect(throws: InputError.self) {
      try Chip.load(Document.parse(Data("{ \"name\": ".utf8), file: "chip.json"))
    }
    #expect(
      broken?.description == "chip.json, line 1, column 10: is not JSON: unexpected end of file")
    #expect(broken?.exitCode == 65)
  }
}

extension MalformedChip {
  static let all: [MalformedChip] = keys + kinds + figures + combinations + engines + technologies

  private static let technologies = [
    MalformedChip(
      "technology.operatingPoints[1].voltage", "0.6 V",
      "technology.operatingPoints[1]: is not above the point before it; list points by clock, each with a higher "
        + "supply"),
    MalformedChip(
      "technology.energy.multiplyAccumulate.int9", "1 pJ",
      "technology.energy.multiplyAccumulate.int9: unknown key; did you mean “int4”?"),
    MalformedChip(
      "technology", [:], "technology: “node” is missing"),
    MalformedChip(
      "technology", ["node": "28nm"], "technology.node: unknown value “28nm”; did you mean “28 nm”?"),
    MalformedChip(
      "technology", ["node": "28 nm", "voltage": "0.3 V"],
      "technology.voltage: is 300 mV, with a threshold of 370 mV; a supply is above the transistors' threshold"
    ),
    MalformedChip(
      "technology", ["node": "28 nm", "energy": ["dramByte": "4 pj"]],
      "technology.energy.dramByte: is “4 pj”; unknown unit “pj”: did you mean “pJ”?"),
    MalformedChip(
      "technology", ["node": "28 nm", "ratedClock": "500 MHz"],
      "technology: cannot clock its cores at 1 GHz on 900 mV: at most 500 MHz there; lower the clock"),
  ]

  private static let keys = [
    MalformedChip(
      "clock", "1 GHz",
      "clock: unknown key; valid: $schema, cores, dram, host, name, network, sharedBuffer, sources, summary, "
        + "technology"),
    MalformedChip(
      "cores[0].scratchpads", [:], "cores[0].scratchpads: unknown key; did you mean “scratchpad”?"),
    MalformedChip("cores[0].matrix.row", 4, "cores[0].matrix.row: unknown key; did you mean “rows”?"),
    MalformedChip("dram.banwidth", "1 GB/s", "dram.banwidth: unknown key; did you mean “bandwidth”?"),
    MalformedChip([.remove("dram.bandwidth")], "dram: “bandwidth” is missing"),
    MalformedChip(
      [.remove("dram.bandwidth"), .set("dram.banwidth", "1 GB/s")],
      "dram: “bandwidth” is missing; “banwidth” is there: did you mean “bandwidth”?"),
    MalformedChip([.remove("host")], "“host” is missing"),
    MalformedChip([.remove("cores[0].matrix.dataflow")], "cores[0].matrix: “dataflow” is missing"),
    MalformedChip("network.rowz", 2, "network.rowz: unknown key; did you mean “rows”?"),
    MalformedChip(
      "cores[1].dma.outstanding", 4,
      "cores[1].dma.outstanding: unknown key; valid: outstandingRequests, requestsPerCycle, setupCycles"),
    MalformedChip(
      "sources", ["dram.chanels": "somewhere"],
      "sources: names “dram.chanels”, but “dram” has no “chanels”; did you mean “channels”?"),
    MalformedChip(
      "sources", ["dram..x": "somewhere"],
      "sources: “dram..x” is not a path; write keys and list positions such as"
        + " “cores[*].matrix.rows” or “cores[0].clock”"
    ),
  ]

  private static let kinds = [
    MalformedChip("cores", [:], "cores: is an object; expected a list"),
    MalformedChip("cores", [], "cores: is empty; expected at least one"),
    MalformedChip("cores[0]", "a core", "cores[0]: is a string; expected an object"),
    MalformedChip("name", 7, "name: is a whole number; expected a string"),
    MalformedChip("name", "", "name: is empty; expected a text"),
    MalformedChip("cores[0].matrix.rows", "16", "cores[0].matrix.rows: is a string; expected a whole number"),
    MalformedChip(
      "cores[0].vector.lanes", 2.5, "cores[0].vector.lanes: is a number; expected a whole number"),
    MalformedChip(
      "cores[0].matrix.trimsEdgeTiles", 1,
      "cores[0].matrix.trimsEdgeTiles: is a whole number; expected true or false"),
    MalformedChip("host.operationsPerCycle", "2", "host.operationsPerCycle: is a string; expected a number"),
    MalformedChip("sources", ["dram": 1], "sources.dram: is a whole number; expected a string"),
    MalformedChip(
      "cores[0].matrix.precisions", "int8", "cores[0].matrix.precisions: is a string; expected a list"),
  ]

  private static let figures = [
    MalformedChip("cores[0].matrix.rows", 0, "cores[0].matrix.rows: is 0; allowed: 1…4096"),
    MalformedChip("cores[1].count", 5000, "cores[1].count: is 5000; allowed: 1…4096"),
    MalformedChip("host.operationsPerCycle", 0, "host.operationsPerCycle: is 0.0; allowed: 0.001…100000.0"),
    MalformedChip(
      "cores[0].clock", 1_000_000_000,
      "cores[0].clock: is a whole number; expected a number and a unit, such as “1.2 GHz” (units:"
        + " Hz, kHz, MHz, GHz)"
    ),
    MalformedChip(
      "cores[0].clock", "1 Ghz", "cores[0].clock: is “1 Ghz”; unknown unit “Ghz”: did you mean “GHz”?"),
    MalformedChip(
      "cores[0].clock", "fast",
      "cores[0].clock: is “fast”; expected a number and a unit, such as “1.2 GHz” (units: Hz, kHz,"
        + " MHz, GHz)"),
    MalformedChip("cores[0].clock", "50 GHz", "cores[0].clock: is “50 GHz”; allowed: 1 kHz…20 GHz"),
    MalformedChip("cores[0].clock", "1.5 Hz", "cores[0].clock: is “1.5 Hz”; must be a whole number of Hz"),
    MalformedChip(
      "dram.latency", "90",
      "dram.latency: is “90”; expected a number and a unit, such as “100 ns” (units: fs, ps, ns, us,"
        + " µs, ms, s)"
    ),
    MalformedChip(
      "dram.latency", "-5 ns",
      "dram.latency: is “-5 ns”; expected a number and a unit, such as “100 ns” (units: fs, ps, ns,"
        + " us, µs, ms, s)"
    ),
    MalformedChip("dram.capacity", "16000000 TiB", "dram.capacity: is “16000000 TiB”; is too large"),
    MalformedChip(
      "network.linkWidth", "48 B", "network.linkWidth: is “48 B”; must be a power of two, such as “32 B”"),
    MalformedChip("network.header", "2 KiB", "network.header: is “2 KiB”; allowed: 0 B…1 KiB"),
    MalformedChip("dram.channels", 0, "dram.channels: is 0; allowed: 1…1024"),
    MalformedChip("network.virtualChannels", 0, "network.virtualChannels: is 0; allowed: 1…64"),
    MalformedChip("network.routerCycles", 5, "network.routerCycles: is 5; allowed: 1…4"),
    MalformedChip("dram.preset", "", "dram.preset: is empty; expected a text"),
    MalformedChip(
      "dram.standard", "LPPDR5-6400", "dram.standard: unknown standard “LPPDR5-6400”; did you mean “LPDDR5”?"),
    MalformedChip("dram.standard", "hbm2", "dram.standard: unknown standard “hbm2”; did you mean “HBM2”?"),
    MalformedChip(
      "dram.standard", "DDR4-fast",
      "dram.standard: is “DDR4-fast”, whose “-fast” is no rate; write DDR4, or DDR4-3200"),
  ]

  private static let combinations = [
    MalformedChip(
      [.remove("cores[0].accumulator")],
      "cores[0]: has a “matrix” but no “accumulator”; partial sums need one, such as “64 KiB”"),
    MalformedChip(
      "cores[1].accumulator", ["capacity": "1 KiB"],
      "cores[1].accumulator: belongs to a matrix engine; leave it out, or give the core a “matrix”"),
    MalformedChip(
      [.remove("cores[0].vector")],
      "cores[0]: has a “matrix” but no “vector”; the vector engine takes the sums out of the accumulator: "
        + "give it one, such as 16 lanes"),
    MalformedChip(
      [.remove("cores[1].vector")], "cores[1]: has no engine; give it a “matrix”, a “vector”, or both"),
    MalformedChip(
      "cores[0].accumulator.capacity", "16 B",
      "cores[0].accumulator.capacity: holds 16 B; one array tile of 32-bit partial sums needs 32 B"),
    MalformedChip(
      "cores[0].accumulator.capacity", "18 B",
      "cores[0].accumulator.capacity: is 18 B; must be a multiple of 4 B: sums are 32-bit"),
    MalformedChip(
      "cores[0].scratchpad.capacity", "128 B",
      "cores[0].scratchpad.capacity: holds 128 B; one array tile of operands needs 256 B"),
    MalformedChip(
      "cores[0].scratchpad.capacity", "1000 B",
      "cores[0].scratchpad.capacity: is 1000 B; must be a multiple of banks × bankWidth (64 B)"),
    MalformedChip(
      [.set("dram.bandwidth", "1 KB/s")],
      "dram.bandwidth: leaves 500 B/s for each of 2 channels; each needs at least 1 KB/s"),
    MalformedChip(
      "dram.interleave", "32 B", "dram.interleave: is 32 B; must be a multiple of “request” (64 B)"),
    MalformedChip(
      "dram.capacity", "1048577 B",
      "dram.capacity: is 1048577 B; must be a multiple of interleave × channels (512 B)"),
    MalformedChip("dram.networkPorts", 3, "dram.networkPorts: is 3; must divide the 2 channels evenly"),
    MalformedChip(
      "sharedBuffer.networkPorts", 3, "sharedBuffer.networkPorts: is 3; must divide the 4 banks evenly"),
    MalformedChip(
      "network.rows", 1,
      "network: has 3 nodes for 6; 3 cores + 1 shared buffer + 1 DRAM + 1 host: make columns × rows"
        + " at least 6"
    ),
    MalformedChip(
      [.set("network.topology", "torus"), .set("network.virtualChannels", 1)],
      "network.virtualChannels: is 1, and packets would wait for each other round the ring; a ring or torus needs at "
        + "least 2: one for each side of the date line"),
    MalformedChip([.remove("network.rows")], "network: “rows” is missing; a mesh needs its size"),
    MalformedChip(
      "network.topology", "ring",
      "network.columns: belongs to a mesh or torus or cmesh, and this is a ring; leave it out"),
    MalformedChip(
      "network.topology", "cmesh", "network: “endpointsPerRouter” is missing; a cmesh needs its size"),
    MalformedChip(
      "network.arity", 2, "network.arity: belongs to a butterfly or fattree, and this is a mesh; leave it out"
    ),
    MalformedChip(
      [
        .set("network.topology", "fattree"), .remove("network.columns"), .remove("network.rows"),
        .set("network.arity", 2), .set("network.levels", 2),
      ],
      "network: has 4 nodes for 6; 3 cores + 1 shared buffer + 1 DRAM + 1 host: make arity to the power of levels"
        + " at least 6"),
    MalformedChip(
      [
        .set("network.topology", "butterfly"), .remove("network.columns"), .remove("network.rows"),
        .set("network.arity", 64), .set("network.levels", 12),
      ],
      "network.levels: makes more than 5000 nodes; arity to the power of levels is their number"),
    MalformedChip(
      [.set("network.topology", "cmesh"), .set("network.endpointsPerRouter", 0)],
      "network.endpointsPerRouter: is 0; allowed: 1…64"),
    MalformedChip(
      [
        .set("network.topology", "butterfly"), .remove("network.columns"), .remove("network.rows"),
        .set("network.arity", 1), .set("network.levels", 3),
      ],
      "network.arity: is 1; allowed: 2…64"),
    MalformedChip(
      [
        .set("network.topology", "butterfly"), .remove("network.columns"), .remove("network.rows"),
        .set("network.arity", 2), .set("network.levels", 12),
      ],
      "network: has 24576 routers; at most 5000 are built"),
    MalformedChip(
      [.set("network.columns", 256), .set("network.rows", 256)],
      "network: has 65536 routers; at most 5000 are built"),
    MalformedChip(
      [.set("cores[0].count", 4000), .set("cores[1].count", 100)],
      "cores: makes 4100 cores; at most 4096 are simulated"),
    MalformedChip("cores[1].name", "a", "cores[1].name: “a” is the name of another core; names must differ"),
  ]

  private static let engines = [
    MalformedChip(
      "cores[0].matrix.array", "systollic",
      "cores[0].matrix.array: unknown value “systollic”; did you mean “systolic”?"),
    MalformedChip(
      "cores[0].matrix.dataflow", "row-stationary",
      "cores[0].matrix.dataflow: unknown value “row-stationary”; valid: input-stationary,"
        + " output-stationary, weight-stationary"
    ),
    MalformedChip(
      "cores[0].matrix.outputDrain", "bus",
      "cores[0].matrix.outputDrain: belongs to an output-stationary array; leave it out"),
    MalformedChip(
      "cores[0].matrix.dataflow", "output-stationary",
      "cores[0].matrix.stationaryLoading: belongs to a weight- or input-stationary array; leave it out"),
    MalformedChip(
      "cores[0].matrix.pipelineDepthCycles", 4,
      "cores[0].matrix.pipelineDepthCycles: belongs to a “dot-product” array, and this is a"
        + " “systolic” one; leave it out"
    ),
    MalformedChip(
      "cores[0].matrix.array", "dot-product",
      "cores[0].matrix.dataflow: belongs to a systolic array, and this is a “dot-product” one; leave it out"),
    MalformedChip(
      "cores[0].matrix", ["array": "dot-product", "rows": 4, "columns": 4, "precisions": [["type": "int8"]]],
      "cores[0].matrix: “pipelineDepthCycles” is missing"),
    MalformedChip(
      "cores[0].matrix.precisions[0].type", "int9",
      "cores[0].matrix.precisions[0].type: no array multiplies “int9”; did you mean “int4”?"),
    MalformedChip(
      "cores[0].matrix.precisions[0].type", "bool",
      "cores[0].matrix.precisions[0].type: no array multiplies “bool”; valid: bf16, fp16, fp32,"
        + " fp8-e4m3, fp8-e5m2, int16, int4, int8, uint4, uint8"
    ),
    MalformedChip(
      "cores[0].matrix.sparsity.kept", 4,
      "cores[0].matrix.sparsity.kept: keeps 4 of 4; fewer than “of”; an engine that keeps all is a dense one"),
    MalformedChip(
      "cores[0].matrix.precisions[1].type", "int8",
      "cores[0].matrix.precisions: names “int8” twice; once is enough"),
    MalformedChip(
      "cores[0].matrix.precisions[1].cyclesPerStep", 0,
      "cores[0].matrix.precisions[1].cyclesPerStep: is 0; allowed: 1…64"),
    MalformedChip(
      "network.topology", "star",
      "network.topology: unknown value “star”; valid: butterfly, cmesh, crossbar, fattree, mesh, ring, "
        + "torus"
    ),
  ]
}
