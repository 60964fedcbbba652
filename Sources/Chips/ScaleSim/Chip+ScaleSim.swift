import Documents

extension Chip {
  /// The machine that a SCALE-Sim configuration means, with what that leaves open filled in as a real array has it:
  /// results leave an output-stationary array before the next tile, stationary operands arrive under the current tile,
  /// and edge tiles cost the rows and columns they use.
  /// - Throws: `InputError` when the array is larger than a chip's may be.
  public init(_ configuration: ScaleSimConfiguration) throws {
    let side = 1...4096
    guard side.contains(configuration.rows), side.contains(configuration.columns) else {
      throw InputError(
        at: configuration.file, "has an array of \(configuration.rows)×\(configuration.columns)",
        remedy:
          "at most \(side.upperBound)×\(side.upperBound) is simulated; --compat scalesim counts larger ones")
    }
    let gigahertz = 1_000_000_000
    // Where the tool is to find the bandwidth, memory feeds every edge of the array at full rate.
    let edges = configuration.rows + 2 * configuration.columns
    let bytesPerCycle =
      configuration.wordsPerCycle.isEmpty ? edges : configuration.wordsPerCycle.reduce(0, +)
    let dma = DMAEngine(
      outstandingRequests: 64, requestsPerCycle: max(1, bytesPerCycle / 64 + 1), setupCycles: 8)
    self.init(
      name: configuration.runName,
      summary: "From the SCALE-Sim configuration \(configuration.file).", sources: [:],
      cores: [
        Core(
          name: "array", clockHertz: gigahertz, matrix: MatrixEngine(configuration),
          vector: VectorEngine(lanes: configuration.columns, pipelineDepthCycles: 4),
          scratchpad: Scratchpad(
            capacityBytes: (configuration.inputKibibytes + configuration.filterKibibytes) << 10,
            banks: 16, bankWidthBytes: 64, portsPerBank: 1),
          accumulator: Accumulator(capacityBytes: configuration.outputKibibytes << 10), dma: dma)
      ],
      host: HostCore(
        clockHertz: gigahertz, operationsPerCycle: 1, startupCycles: 500,
        dma: DMAEngine(outstandingRequests: 8, requestsPerCycle: 1, setupCycles: 16)),
      sharedBuffer: nil,
      dram: DRAM(
        standard: "flat", channels: 1, bandwidthBytesPerSecond: bytesPerCycle * gigahertz,
        latencyNanoseconds: 100, capacityBytes: 1 << 38, requestBytes: 64, interleaveBytes: 64,
        networkPorts: 1),
      network: Network(
        topology: .crossbar, clockHertz: gigahertz,
        linkWidthBytes: powerOfTwo(atLeast: max(64, bytesPerCycle)),
        hopLatencyCycles: 1, headerBytes: 0),
      technology: .assumed(coreHertz: gigahertz, networkHertz: gigahertz))
  }
}

extension MatrixEngine {
  /// Words have no width there, so every type runs at the full rate.
  fileprivate init(_ configuration: ScaleSimConfiguration) {
    self.init(
      array: .systolic(
        Systolic(
          dataflow: configuration.dataflow, outputDrain: .block,
          stationaryLoading: configuration.dataflow == .outputStationary ? .serial : .shadowTagged,
          trimsEdgeTiles: true)),
      rows: configuration.rows, columns: configuration.columns,
      precisions: [.int8, .float16, .bfloat16, .float32].map {
        MatrixPrecision(element: $0, cyclesPerStep: 1)
      })
  }
}

private func powerOfTwo(atLeast number: Int) -> Int {
  var power = 1
  while power < number { power <<= 1 }
  return power
}
