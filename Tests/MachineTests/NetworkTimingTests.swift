import Chips
import Graphs
import Machine
import Mapping
import Tensors
import Testing

@Suite("Packets pay for the links they cross")
struct NetworkTimingTests {
  /// Copies 1,024 bytes from core 0 to another, timing only.
  static func copy(to core: Int, on chip: Chip) throws -> RunRecord {
    let graph = try oneNodeGraph("Relu", inputs: [TensorType(.int8, [1024])])
    var made = HandMadeProgram(graph)
    made.add(
      .copy(core: 0),
      .transfer(
        from: made.view(0, in: .scratchpad(core: 0), at: 0),
        to: made.view(0, in: .scratchpad(core: core), at: 2048)))
    return try Machine.run(program: made.program, chip: chip, options: MachineOptions(numerics: false))
  }

  @Test func `A copy over a crossbar crosses two links`() throws {
    let record = try Self.copy(to: 1, on: testChip(cores: 2) { $0.network.headerBytes = 0 })
    // 10 set-up; 4 packets of 256 bytes, 4 cycles of a link each; 2 links of 2 cycles; the tail 1 cycle short.
    #expect(record.elapsedCycles == 10 + 4 + 16 - 1)
    #expect(record.network.packets == 4)
    #expect(record.network.bytes == 1024)
    #expect(record.network.flitHops == 2 * 16)
    #expect(record.operators[0].copyBytes == 1024)
  }

  @Test func `Heads take room on the links`() throws {
    let record = try Self.copy(to: 1, on: testChip(cores: 2))
    // Four packets of 264 bytes are 1,056 bytes, 16.5 cycles.
    #expect(record.elapsedCycles == 10 + 4 + 16)
  }

  @Test func `A copy within a core uses the scratchpad's ports alone`() throws {
    let record = try Self.copy(to: 0, on: testChip())
    // 1,024 bytes in and out through 8 banks × 16 bytes × 2 ports.
    #expect(record.elapsedCycles == 10 + 8)
    #expect(record.network.packets == 0)
  }

  @Test(arguments: [(1, 1), (2, 2), (3, 3), (4, 1), (7, 4), (11, 5)])
  func `In a mesh each router adds its latency`(core: Int, hops: Int) throws {
    let chip = testChip(cores: 12) {
      $0.network.topology = .mesh(columns: 4, rows: 5)
      $0.network.headerBytes = 0
    }
    // The links into the first router and out of the last, and those between.
    #expect(try Self.copy(to: core, on: chip).elapsedCycles == 10 + 2 * (2 + hops) + 16 - 1)
  }

  @Test(arguments: [(1, 1), (3, 1), (12, 1), (13, 2), (10, 4)])
  func `In a torus packets go the shorter way round`(core: Int, hops: Int) throws {
    let chip = testChip(cores: 14) {
      $0.dram.networkPorts = 1
      $0.network.topology = .torus(columns: 4, rows: 4)
      $0.network.headerBytes = 0
    }
    #expect(try Self.copy(to: core, on: chip).elapsedCycles == 10 + 2 * (2 + hops) + 16 - 1)
  }

  @Test(arguments: [
    (Topology.concentratedMesh(columns: 3, rows: 2, endpointsPerRouter: 4), 1, 0),
    (.concentratedMesh(columns: 3, rows: 2, endpointsPerRouter: 4), 11, 2),
    (.butterfly(arity: 5, levels: 2), 1, 1), (.butterfly(arity: 3, levels: 3), 11, 2),
    (.fatTree(arity: 5, levels: 2), 4, 0), (.fatTree(arity: 5, levels: 2), 5, 2),
    (.fatTree(arity: 3, levels: 3), 8, 2), (.fatTree(arity: 3, levels: 3), 9, 4),
  ])
  func `Each link between routers adds its latency, whatever the topology`(
    topology: Topology, core: Int, hops: Int
  ) throws {
    let chip = testChip(cores: 12) {
      $0.network.topology = topology
      $0.network.headerBytes = 0
    }
    #expect(try Self.copy(to: core, on: chip).elapsedCycles == 10 + 2 * (2 + hops) + 16 - 1)
  }

  @Test func `Copies that share a link take turns, others do not`() throws {
    func run(_ pairs: [(Int, Int)]) throws -> Int {
      let graph = try oneNodeGraph("Relu", inputs: [TensorType(.int8, [4096])])
      var made = HandMadeProgram(graph)
      for (index, (from, to)) in pairs.enumerated() {
        made.add(
          .copy(core: from),
          .transfer(
            from: made.view(0, in: .scratchpad(core: from), at: 0),
            to: made.view(0, in: .scratchpad(core: to), at: 8192 * (index + 1))))
      }
      let chip = testChip(cores: 4) { $0.network.headerBytes = 0 }
      return try Machine.run(program: made.program, chip: chip, options: MachineOptions(numerics: false))
        .elapsedCycles
    }
    let alone = try run([(0, 1)])
    #expect(try run([(0, 1), (2, 3)]) == alone)
    // Into the same core: twice the 64 cycles of a link.
    #expect(try run([(0, 1), (2, 1)]) == alone + 64)
  }
}
