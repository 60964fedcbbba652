import Chips
import Graphs
import Machine
import Mapping
import Tensors
import Testing

@Suite("The host reads, computes and writes through its own DMA")
struct HostTests {
  static func program() throws -> Program {
    let graph = try oneNodeGraph("Add", inputs: [TensorType(.float32, [64]), TensorType(.float32, [64])])
    var made = HandMadeProgram(graph, homes: [0: 0, 1: 256, 2: 512])
    made.add(.host, .host(inputs: [made.atHome(0), made.atHome(1)], outputs: [made.atHome(2)]))
    return made.program
  }

  @Test func `Its time is start-up, reading, computing, writing`() throws {
    let record = try Machine.run(program: try Self.program(), chip: testChip())
    // 16 reads of 32 bytes, 8 under way at a time, each for 109 cycles: two rounds, the last one 7 cycles later;
    // 64 operations at 2 a cycle; 8 writes without latency, 9 cycles each.
    #expect(record.elapsedCycles == 50 + (2 * 109 + 7) + 32 + (9 + 7))
    #expect(record.operators[0].hostBusyCycles == 50 + 32)
    #expect(record.counters.hostOperations == 64)
    #expect(record.memories[0].readBytes == 512)
    #expect(record.memories[0].writtenBytes == 256)
    #expect(try #require(record.verification).passed)
  }
}
