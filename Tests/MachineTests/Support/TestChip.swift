@testable import Chips

/// A small chip whose figures make hand calculation easy: everything at 1 GHz, so a cycle is a nanosecond.
///
/// DRAM: 4 channels of 32 bytes per nanosecond each, 100 ns latency, 32-byte requests. Network: a crossbar of
/// 64-byte links, 2 cycles a hop, 8-byte heads.
func testChip(cores: Int = 1, _ change: (inout Chip) -> Void = { _ in }) -> Chip {
  let core = Core(
    name: "core", clockHertz: 1_000_000_000,
    matrix: MatrixEngine(
      array: .systolic(
        Systolic(
          dataflow: .weightStationary, outputDrain: .block, stationaryLoading: .shadowChain,
          trimsEdgeTiles: true)),
      rows: 8, columns: 8,
      precisions: [
        MatrixPrecision(element: .int8, cyclesPerStep: 1),
        MatrixPrecision(element: .float32, cyclesPerStep: 1),
        MatrixPrecision(element: .float16, cyclesPerStep: 1),
        MatrixPrecision(element: .bfloat16, cyclesPerStep: 1),
      ]),
    vector: VectorEngine(lanes: 8, pipelineDepthCycles: 5),
    scratchpad: Scratchpad(capacityBytes: 1 << 20, banks: 8, bankWidthBytes: 16, portsPerBank: 2),
    accumulator: Accumulator(capacityBytes: 16 << 10),
    dma: DMAEngine(outstandingRequests: 64, requestsPerCycle: 1, setupCycles: 10))
  var chip = Chip(
    name: "test", summary: "", sources: [:],
    cores: [Core](repeating: core, count: cores),
    host: HostCore(
      clockHertz: 1_000_000_000, operationsPerCycle: 2, startupCycles: 50,
      dma: DMAEngine(outstandingRequests: 8, requestsPerCycle: 1, setupCycles: 0)),
    sharedBuffer: nil,
    dram: DRAM(
      standard: "HBM2", channels: 4, bandwidthBytesPerSecond: 128_000_000_000, latencyNanoseconds: 100,
      capacityBytes: 1 << 30, requestBytes: 32, interleaveBytes: 32, networkPorts: 4),
    network: Network(
      topology: .crossbar, clockHertz: 1_000_000_000, linkWidthBytes: 64, hopLatencyCycles: 2, headerBytes: 8),
    technology: .assumed(coreHertz: 1_000_000_000, networkHertz: 1_000_000_000))
  change(&chip)
  return chip
}
