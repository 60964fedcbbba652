import Graphs
import Machine
import Mapping
import Tensors
import Testing

@testable import Chips

@Suite("The shared buffer serves requests at its own clock")
struct SharedBufferTests {
  @Test(arguments: [1, 2]) func `Loads run at the banks' rate and latency`(ports: Int) throws {
    let chip = testChip {
      $0.sharedBuffer = SharedBuffer(
        capacityBytes: 1 << 20, clockHertz: 500_000_000, banks: 2, bytesPerCyclePerBank: 8, latencyCycles: 6,
        networkPorts: ports)
      $0.cores[0].dma.outstandingRequests = 512
    }
    let graph = try oneNodeGraph("Relu", inputs: [TensorType(.int8, [64 * 32])])
    var made = HandMadeProgram(graph)
    made.add(
      .load(core: 0),
      .transfer(
        from: made.view(0, in: .sharedBuffer, at: 0), to: made.view(0, in: .scratchpad(core: 0), at: 0)))
    let record = try Machine.run(
      program: made.program, chip: chip, options: MachineOptions(numerics: false))
    // Each of two banks serves 32 requests of 4 cycles at 500 MHz (8 ns); 12 ns latency; the second bank's first
    // request leaves a cycle later.
    #expect(record.elapsedCycles == 10 + 4 + 1 + 32 * 8 + 12 + 4)
    #expect(record.memories[1].readBytes == 64 * 32)
    #expect(record.memories[1].accesses == 64)
    #expect(record.memories[0].accesses == 0)
  }
}
