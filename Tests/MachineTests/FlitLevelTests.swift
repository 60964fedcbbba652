import Chips
import Documents
import Graphs
import Machine
import Mapping
import Network
import Tensors
import Testing

@Suite("The network at flit level, in the machine")
struct FlitLevelTests {
  static let flits = MachineOptions(numerics: false, network: .flit)

  /// Copies bytes from core 0 to another.
  static func copy(_ bytes: Int = 64, to core: Int, on chip: Chip) throws -> RunRecord {
    let graph = try oneNodeGraph("Relu", inputs: [TensorType(.int8, [bytes])])
    var made = HandMadeProgram(graph)
    made.add(
      .copy(core: 0),
      .transfer(
        from: made.view(0, in: .scratchpad(core: 0), at: 0),
        to: made.view(0, in: .scratchpad(core: core), at: 2048)))
    return try Machine.run(program: made.program, chip: chip, options: flits)
  }

  @Test(arguments: [(1, 1), (2, 2), (3, 3), (4, 1), (7, 4), (11, 5)], [2, 3, 4, 5, 9])
  func `In a mesh a lonely packet takes a router and a link for each hop`(
    place: (core: Int, hops: Int), hop: Int
  ) throws {
    let chip = testChip(cores: 12) {
      $0.network.topology = .mesh(columns: 4, rows: 5)
      $0.network.hopLatencyCycles = hop
    }
    // 64 bytes and a head of 8: two flits. Routers of one cycle to four, the rest of a hop is the link's.
    let router = min(4, hop - 1)
    let link = hop - router
    let packet = 2 * link + place.hops * link + (place.hops + 1) * router + 2
    #expect(try Self.copy(to: place.core, on: chip).elapsedCycles == 10 + packet)
  }

  @Test func `On a ring and a torus packets go the shorter way round`() throws {
    for (topology, core, hops) in [
      (Topology.ring, 1, 1), (.ring, 11, 6), (.torus(columns: 5, rows: 4), 4, 1),
      (.torus(columns: 5, rows: 4), 10, 2),
    ] {
      let chip = testChip(cores: 12) { $0.network.topology = topology }
      #expect(try Self.copy(to: core, on: chip).elapsedCycles == 10 + 2 + hops + (hops + 1) + 2)
    }
  }

  @Test func `A lonely read over a crossbar takes as long as at packet level`() throws {
    let record = try Self.load(32, on: testChip(), Self.flits)
    #expect(record.elapsedFemtoseconds == 119_000_000)
    #expect(record.levels.network == .flit)
    #expect(record.network.latency?.count == 2)
    #expect(record.network.latency?.maximumCycles == 4)
  }

  @Test(arguments: 1...6) func `Bytes are conserved, and every flit crosses its links`(seed: Int) throws {
    let program = try CommandMemoryTests.traffic(seed, cores: 3)
    let topologies: [Topology] = [
      .crossbar, .ring, .mesh(columns: 4, rows: 2), .torus(columns: 2, rows: 4),
      .concentratedMesh(columns: 2, rows: 1, endpointsPerRouter: 4),
      .concentratedMesh(columns: 2, rows: 2, endpointsPerRouter: 3), .butterfly(arity: 2, levels: 3),
      .butterfly(arity: 8, levels: 1), .fatTree(arity: 2, levels: 3), .fatTree(arity: 3, levels: 2),
    ]
    for topology in topologies {
      let chip = testChip(cores: 3) { $0.network.topology = topology }
      let packet = try Machine.run(
        program: program, chip: chip, options: MachineOptions(numerics: false))
      let flit = try Machine.run(program: program, chip: chip, options: Self.flits)
      #expect(flit.network.packets == packet.network.packets)
      #expect(flit.network.bytes == packet.network.bytes)
      #expect(flit.network.latency?.count == flit.network.packets)
      // Every topology's ways between two endpoints are equally long, whichever a level takes.
      #expect(flit.network.linkBytes == packet.network.linkBytes, "\(topology)")
      #expect(flit.operators.reduce(0) { $0 + $1.linkBytes } == flit.network.linkBytes)
      #expect(flit.memories.map(\.readBytes) == packet.memories.map(\.readBytes))
      #expect(flit.memories.map(\.writtenBytes) == packet.memories.map(\.writtenBytes))
      #expect(flit.network.flitHops == flit.network.linkBusyCycles.reduce(0, +))
      let entered = flit.network.linkBusyCycles[0..<8].reduce(0, +)
      #expect(flit.network.linkBusyCycles[8..<16].reduce(0, +) == entered)
    }
  }

  @Test(arguments: [
    Topology.crossbar, .ring, .mesh(columns: 5, rows: 4), .torus(columns: 5, rows: 4),
    .concentratedMesh(columns: 3, rows: 2, endpointsPerRouter: 3), .butterfly(arity: 5, levels: 2),
    .fatTree(arity: 5, levels: 2),
  ])
  func `Saturating traffic never stops`(topology: Topology) throws {
    for seed in 1...4 {
      let chip = testChip(cores: 12) {
        $0.network.topology = topology
        $0.network.linkWidthBytes = 8
        $0.network.virtualChannels = 2
        $0.network.bufferFlits = 1 + seed % 3
      }
      let program = try Self.exchange(seed, cores: 12)
      let record = try Machine.run(
        program: program, chip: chip,
        options: MachineOptions(numerics: false, dram: testMemory(refresh: .allBanks), network: .flit))
      #expect(record.counters.commands == program.commands.count)
    }
  }

  @Test(arguments: [NetworkLevel.packet, .flit], [DRAMLevel.bandwidth, .command])
  func `The numbers are the same at every level, and do not change the time`(
    network: NetworkLevel, dram: DRAMLevel
  ) throws {
    let program = try MatMulProgram(tiles: 4).made.program
    let memory = dram == .command ? try testMemory() : nil
    let chip = testChip()
    let rated = try Machine.run(program: program, chip: chip)
    let record = try Machine.run(
      program: program, chip: chip, options: MachineOptions(dram: memory, network: network))
    let timing = try Machine.run(
      program: program, chip: chip, options: MachineOptions(numerics: false, dram: memory, network: network))
    let verification = try #require(record.verification)
    #expect(verification.passed)
    #expect(verification.comparisons.map(\.digest) == rated.verification?.comparisons.map(\.digest))
    #expect(record.elapsedFemtoseconds == timing.elapsedFemtoseconds)
    #expect(record.eventsProcessed == timing.eventsProcessed)
  }

  @Test func `Runs side by side are equal to the femtosecond`() async throws {
    let program = try Self.exchange(7, cores: 6)
    let chip = testChip(cores: 6) { $0.network.topology = .torus(columns: 4, rows: 3) }
    let options = MachineOptions(
      numerics: false, dram: try testMemory(refresh: .allBanks), network: .flit)
    let times = try await withThrowingTaskGroup(of: UInt64.self) { group in
      for _ in 0..<8 {
        group.addTask { try Machine.run(program: program, chip: chip, options: options).elapsedFemtoseconds }
      }
      return try await group.reduce(into: Set<UInt64>()) { $0.insert($1) }
    }
    #expect(times.count == 1)
  }

  @Test func `A ring with one virtual channel is refused`() throws {
    let chip = testChip(cores: 3) {
      $0.network.topology = .ring
      $0.network.virtualChannels = 1
    }
    #expect(throws: InputError.self) { try Self.copy(to: 1, on: chip) }
  }

  private static func load(_ bytes: Int, on chip: Chip, _ options: MachineOptions) throws -> RunRecord {
    let graph = try oneNodeGraph("Relu", inputs: [TensorType(.int8, [bytes])])
    var program = HandMadeProgram(graph, homes: [0: 0])
    program.add(
      .load(core: 0),
      .transfer(from: program.atHome(0), to: program.view(0, in: .scratchpad(core: 0), at: 0)))
    return try Machine.run(program: program.program, chip: chip, options: options)
  }

  /// Every core copies to others at random, loads and stores, all at once.
  private static func exchange(_ seed: Int, cores: Int) throws -> Program {
    var random = TestRandom(seed)
    let graph = try oneNodeGraph("Relu", inputs: [TensorType(.int8, [2048])])
    var program = HandMadeProgram(graph, homes: [0: 0, 1: 1 << 16])
    for _ in 0..<3 {
      for core in 0..<cores {
        let target = random.below(cores)
        program.add(
          .copy(core: core),
          .transfer(
            from: program.view(0, in: .scratchpad(core: core), at: 0),
            to: program.view(0, in: .scratchpad(core: target), at: 4096)))
        program.add(
          .load(core: core),
          .transfer(from: program.atHome(0), to: program.view(0, in: .scratchpad(core: core), at: 8192)))
        program.add(
          .store(core: core),
          .transfer(from: program.view(1, in: .scratchpad(core: core), at: 16384), to: program.atHome(1)))
      }
    }
    return program.program
  }
}
