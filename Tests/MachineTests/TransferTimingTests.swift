import Chips
import Graphs
import Machine
import Mapping
import Tensors
import Testing

/// Loads against closed forms that follow from the chip's figures alone.
@Suite("Transfers take the time that latency, bandwidth and limits allow")
struct TransferTimingTests {
  /// One load of `bytes` from DRAM, timing only.
  static func load(_ bytes: Int, on chip: Chip) throws -> RunRecord {
    let graph = try oneNodeGraph("Relu", inputs: [TensorType(.int8, [bytes])])
    var program = HandMadeProgram(graph, homes: [0: 0])
    program.add(
      .load(core: 0),
      .transfer(from: program.atHome(0), to: program.view(0, in: .scratchpad(core: 0), at: 0)))
    return try Machine.run(program: program.program, chip: chip, options: MachineOptions(numerics: false))
  }

  @Test func `A single request pays set-up, the way there, service, latency and the way back`() throws {
    let record = try Self.load(32, on: testChip())
    // 10 set-up; 2 + 2 there; 1 service; 100 latency; 2 + 2 back; head and data fit one 64-byte flit.
    #expect(record.elapsedFemtoseconds == 119_000_000)
    #expect(record.elapsedCycles == 119)
    #expect(record.memories[0].accesses == 1)
  }

  @Test func `One request a cycle is sustained when the limit covers the latency`() throws {
    let chip = testChip { $0.cores[0].dma.outstandingRequests = 128 }
    let record = try Self.load(32 * 1000, on: chip)
    #expect(record.elapsedCycles == 119 + 999)
  }

  @Test(arguments: [1, 2, 7, 64]) func `The limit on requests under way bounds the rate`(limit: Int) throws {
    let chip = testChip { $0.cores[0].dma.outstandingRequests = limit }
    let requests = 40 * limit
    let record = try Self.load(32 * requests, on: chip)
    // A request is under way for 109 cycles, and `limit` of them at a time.
    #expect(record.elapsedCycles == 10 + 40 * 109 + limit - 1)
  }

  @Test func `A channel's bandwidth bounds the rate, without drift`() throws {
    // One channel of 7 bytes per nanosecond: a request takes 32/7 ns, no whole number of femtoseconds.
    let chip = testChip {
      $0.dram.channels = 1
      $0.dram.bandwidthBytesPerSecond = 7_000_000_000
      $0.cores[0].dma.outstandingRequests = 256
    }
    let record = try Self.load(32 * 7 * 1000, on: chip)
    // 7,000 requests take exactly 32,000 ns.
    #expect(record.elapsedCycles == 10 + 4 + 32_000 + 100 + 4)
  }

  @Test func `Every byte asked for is served once`() throws {
    let record = try Self.load(12_345, on: testChip())
    #expect(record.memories[0].usefulReadBytes == 12_345)
    #expect(record.memories[0].readBytes == (12_345 + 31) / 32 * 32)
    #expect(record.operators[0].dramReadBytes == record.memories[0].readBytes)
    #expect(record.operators[0].dramUsefulReadBytes == 12_345)
    #expect(record.memories[0].accesses == (12_345 + 31) / 32)
    #expect(record.network.bytes == 12_345)
  }

  @Test func `Conditions of every engine sum to the run`() throws {
    let record = try Self.load(5_000, on: testChip { $0.cores[0].dma.outstandingRequests = 9 })
    for engine in record.engines {
      #expect(engine.busyCycles + engine.stallCycles.reduce(0, +) == record.elapsedCycles)
    }
    let load = record.engines[0]
    #expect(load.stallCycles[2] > 0, "the limit holds it")
    #expect(load.stallCycles[1] > 0, "at the end it waits for the last answers")
  }

  @Test func `Equal runs are equal to the femtosecond`() throws {
    let first = try Self.load(5_000, on: testChip())
    let second = try Self.load(5_000, on: testChip())
    #expect(first.elapsedFemtoseconds == second.elapsedFemtoseconds)
    #expect(first.eventsProcessed == second.eventsProcessed)
  }
}
