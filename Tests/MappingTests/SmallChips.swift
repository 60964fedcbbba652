import Chips
import Tensors

/// Chips small enough that everything has to be cut.
enum SmallChips {
  static func chip(
    cores: Int = 1, rows: Int = 8, columns: Int = 8, scratchpadBytes: Int = 32 << 10,
    accumulatorBytes: Int = 4 << 10, sharedBufferBytes: Int? = nil, plainCores: Int = 0
  ) -> Chip {
    let array = ArrayKind.systolic(
      Systolic(
        dataflow: .weightStationary, outputDrain: .shadow, stationaryLoading: .shadowChain,
        trimsEdgeTiles: true))
    let precisions = [ElementType.int8, .float32, .float16].map {
      MatrixPrecision(element: $0, cyclesPerStep: 1)
    }
    let dma = DMAEngine(outstandingRequests: 64, requestsPerCycle: 2, setupCycles: 4)
    let scratchpad = Scratchpad(
      capacityBytes: scratchpadBytes, banks: 8, bankWidthBytes: 16, portsPerBank: 1)
    let vector = VectorEngine(lanes: 8, pipelineDepthCycles: 4)
    func core(_ index: Int, hasMatrix: Bool) -> Core {
      Core(
        name: "core\(index)", clockHertz: 1_000_000_000,
        matrix: hasMatrix
          ? MatrixEngine(array: array, rows: rows, columns: columns, precisions: precisions) : nil,
        vector: vector, scratchpad: scratchpad,
        accumulator: hasMatrix ? Accumulator(capacityBytes: accumulatorBytes) : nil, dma: dma)
    }
    return Chip(
      name: "small", summary: "for tests", sources: [:],
      cores: (0..<cores + plainCores).map { core($0, hasMatrix: $0 < cores) },
      host: HostCore(clockHertz: 1_000_000_000, operationsPerCycle: 1, startupCycles: 100, dma: dma),
      sharedBuffer: sharedBufferBytes.map {
        SharedBuffer(
          capacityBytes: $0, clockHertz: 1_000_000_000, banks: 4, bytesPerCyclePerBank: 16, latencyCycles: 10)
      },
      dram: DRAM(
        standard: "LPDDR4", channels: 2, bandwidthBytesPerSecond: 16_000_000_000, latencyNanoseconds: 50,
        capacityBytes: 1 << 30, requestBytes: 32, interleaveBytes: 64),
      network: Network(
        topology: .crossbar, clockHertz: 1_000_000_000, linkWidthBytes: 32, hopLatencyCycles: 2,
        headerBytes: 8))
  }

  static let all: [(name: String, chip: Chip)] = [
    ("one core", chip()),
    ("four cores", chip(cores: 4)),
    ("three cores, tight", chip(cores: 3, scratchpadBytes: 16 << 10, accumulatorBytes: 2 << 10)),
    ("four cores and a shared buffer", chip(cores: 4, sharedBufferBytes: 64 << 10)),
    ("a matrix core and a vector core", chip(cores: 1, plainCores: 1)),
    ("all in the scratchpad", chip(cores: 2, scratchpadBytes: 4 << 20, accumulatorBytes: 64 << 10)),
  ]
}
