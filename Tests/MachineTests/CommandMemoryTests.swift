import Chips
import DRAM
import Documents
import Graphs
import Machine
import Mapping
import Tensors
import Testing

@Suite("DRAM at command level, in the machine")
struct CommandMemoryTests {
  static func load(_ bytes: Int, on chip: Chip, _ memory: DRAMConfiguration?) throws -> RunRecord {
    let graph = try oneNodeGraph("Relu", inputs: [TensorType(.int8, [bytes])])
    var program = HandMadeProgram(graph, homes: [0: 0], dramBytes: max(1 << 20, bytes))
    program.add(
      .load(core: 0),
      .transfer(from: program.atHome(0), to: program.view(0, in: .scratchpad(core: 0), at: 0)))
    return try Machine.run(
      program: program.program, chip: chip, options: MachineOptions(numerics: false, dram: memory))
  }

  @Test func `A lonely request pays an activation, a read and the burst`() throws {
    let record = try Self.load(32, on: testChip(), testMemory())
    // 10 set-up; 2 + 2 there; taken by the controller in one cycle, activated in the next; tRCD, CL, BL; 2 + 2 back.
    #expect(record.elapsedFemtoseconds == 49_000_000)
    let channel = try #require(record.dramChannels.first { $0.statistics.count(of: .read) > 0 })
    #expect(channel.readLatency?.maximumCycles == 1 + 15 + 14 + 1)
    #expect(record.levels.dram == .command)
  }

  @Test(arguments: [833.333, 1250, 416, 999.5])
  func `The memory's clock is its own, to the femtosecond`(picoseconds: Double) throws {
    let chip = testChip { $0.dram.bandwidthBytesPerSecond = Int(4 * 32e12 / picoseconds) }
    let record = try Self.load(32, on: chip, testMemory(clockPicoseconds: picoseconds))
    let period = UInt64((picoseconds * 1000).rounded())
    let arrival: UInt64 = 14_000_000
    let ready = ((arrival + period - 1) / period + 1 + 15 + 14 + 1) * period
    // The answer leaves at the network's next edge.
    #expect(record.elapsedFemtoseconds == (ready + 999_999) / 1_000_000 * 1_000_000 + 4_000_000)
  }

  @Test(arguments: [(64, 2), (256, 8), (4096, 128)])
  func `A large request is as many bursts, and answered with the last`(request: Int, bursts: Int) throws {
    let chip = testChip {
      $0.dram.requestBytes = request
      $0.dram.interleaveBytes = request
    }
    let record = try Self.load(request, on: chip, testMemory())
    #expect(record.memories[0].accesses == 1)
    #expect(record.dramChannels.map { $0.statistics.count(of: .read) }.reduce(0, +) == bursts)
    #expect(record.dramChannels.map(\.readBytes).reduce(0, +) == request)
    // One burst a cycle is taken, so the last is no sooner than this.
    #expect(record.elapsedCycles >= 10 + 4 + bursts + 14 + 1 + 4)
  }

  @Test func `A request smaller than a burst moves a whole one`() throws {
    let chip = testChip { $0.dram.requestBytes = 8 }
    let record = try Self.load(8, on: chip, testMemory())
    #expect(record.memories[0].readBytes == 8)
    #expect(record.dramChannels.map(\.readBytes).reduce(0, +) == 32)
  }

  @Test(arguments: [
    "lpddr5-6400", "ddr4-3200", "ddr5-4800", "hbm2", "hbm2-2400", "hbm2e", "hbm3", "gddr6-14", "lpddr4x-4266",
  ])
  func `A stream reaches nine tenths of what refresh leaves of the buses`(preset: String) throws {
    let memory = try presetMemory(preset)
    let standard = memory.standard
    let burst = Double(standard.timing["BL"]!) * standard.clockPicoseconds * 1e-12
    let channels = 2
    let peak =
      Double(standard.organisation.burstBytes * standard.organisation.channels * channels) / burst
    let bytes = 192 << 10
    let chip = testChip {
      $0.dram.channels = channels
      $0.dram.networkPorts = channels
      $0.dram.bandwidthBytesPerSecond = Int(peak)
      $0.dram.requestBytes = 64
      $0.dram.interleaveBytes = 256
      $0.network.linkWidthBytes = 1024
      $0.cores[0].dma.outstandingRequests = 512
      $0.cores[0].dma.requestsPerCycle = 8
    }
    let record = try Self.load(bytes, on: chip, memory)
    let timing = standard.timing
    let bound = peak * (1 - Double(timing["tRFC"]!) / Double(timing["tREFI"]!))
    let rate = Double(bytes) / (Double(record.elapsedFemtoseconds) * 1e-15)
    #expect(rate >= 0.9 * bound, "\(rate / bound) of the bound")
    #expect(rate <= peak)
  }

  @Test(arguments: 1...12)
  func `No memory of commands is faster than a channel that only has a rate`(seed: Int) throws {
    let program = try Self.traffic(seed, cores: 2)
    let chip = testChip(cores: 2)
    let ideal = testChip(cores: 2) { $0.dram.latencyNanoseconds = 0 }
    let played = try Machine.run(
      program: program, chip: chip,
      options: MachineOptions(numerics: false, dram: testMemory(refresh: .allBanks)))
    let rated = try Machine.run(program: program, chip: ideal, options: MachineOptions(numerics: false))
    #expect(played.elapsedFemtoseconds >= rated.elapsedFemtoseconds)
  }

  @Test(arguments: 1...8)
  func `Bytes, commands and cycles of the buses are accounted for`(seed: Int) throws {
    let program = try Self.traffic(seed, cores: 3)
    let record = try Machine.run(
      program: program, chip: testChip(cores: 3),
      options: MachineOptions(numerics: false, dram: testMemory(refresh: .allBanks)))
    let rated = try Machine.run(
      program: program, chip: testChip(cores: 3), options: MachineOptions(numerics: false))
    #expect(record.memories[0].readBytes == rated.memories[0].readBytes)
    #expect(record.memories[0].writtenBytes == rated.memories[0].writtenBytes)
    #expect(record.memories[0].usefulWrittenBytes == rated.memories[0].usefulWrittenBytes)
    let channels = record.dramChannels
    let forwarded = channels.reduce(0) { $0 + $1.statistics.forwardedReads }
    let coalesced = channels.reduce(0) { $0 + $1.statistics.coalescedWrites }
    #expect(channels.reduce(0) { $0 + $1.readBytes } == record.memories[0].readBytes - 32 * forwarded)
    #expect(channels.reduce(0) { $0 + $1.writtenBytes } == record.memories[0].writtenBytes - 32 * coalesced)
    for channel in channels {
      #expect((channel.readLatency == nil) == (record.banks[channel.channel].readBytes == 0))
      let lost = LostCycleCause.allCases.reduce(0) { $0 + channel.statistics.lostCycles(to: $1) }
      #expect(channel.statistics.busyCycles + lost == channel.busCycles)
    }
    for engine in record.engines {
      #expect(engine.busyCycles + engine.stallCycles.reduce(0, +) == record.elapsedCycles)
    }
  }

  @Test func `Refreshes go on while nothing is asked for`() throws {
    // The host's own work keeps the chip busy without requests.
    let memory = try testMemory(refresh: .allBanks)
    let chip = testChip { $0.host.startupCycles = 40_000 }
    let graph = try oneNodeGraph("Relu", inputs: [TensorType(.int8, [64])])
    var program = HandMadeProgram(graph, homes: [0: 0, 1: 4096])
    program.add(.host, .host(inputs: [program.atHome(0)], outputs: [program.atHome(1)]))
    let record = try Machine.run(
      program: program.program, chip: chip, options: MachineOptions(numerics: false, dram: memory))
    for channel in record.dramChannels {
      #expect(channel.statistics.count(of: .refresh) == record.elapsedCycles / 3900)
    }
  }

  @Test func `A memory whose bandwidth is not the chip's is refused`() throws {
    let chip = testChip { $0.dram.bandwidthBytesPerSecond = 140_000_000_000 }
    #expect {
      try Self.load(32, on: chip, testMemory())
    } throws: { error in
      "\(error)".contains("140.0 GB/s") && "\(error)".contains("128.0 GB/s")
    }
  }

  @Test func `A memory that is too small for the chip is refused`() throws {
    let chip = testChip { $0.dram.capacityBytes = 1 << 40 }
    #expect(throws: InputError.self) { try Self.load(32, on: chip, testMemory()) }
  }

  /// Loads and stores of many sizes by all cores, some of them waiting for others.
  static func traffic(_ seed: Int, cores: Int) throws -> Program {
    var random = TestRandom(seed)
    let graph = try oneNodeGraph("Relu", inputs: [TensorType(.int8, [64, 1024])])
    var program = HandMadeProgram(graph, homes: [0: 0, 1: 1 << 16])
    var last = [Int](repeating: -1, count: cores)
    for _ in 0..<24 {
      let core = random.below(cores)
      let rows = 1 + random.below(8)
      let columns = 1 + random.below(1023)
      let box = Box(
        lower: [random.below(64 - rows), random.below(1024 - columns)], extent: [rows, columns])
      let isStore = random.below(3) == 0
      let here = program.view(isStore ? 1 : 0, in: .scratchpad(core: core), at: 0, box: box)
      let there = program.atHome(isStore ? 1 : 0, box: box)
      let waits = random.below(3) == 0 && last[core] >= 0 ? [last[core]] : []
      last[core] = program.add(
        isStore ? .store(core: core) : .load(core: core),
        .transfer(from: isStore ? here : there, to: isStore ? there : here), after: waits)
    }
    return program.program
  }
}
