import Documents
import Testing

@testable import Arrays

@Suite("Convolution pipeline")
struct ConvolutionPipelineTests {
  private let pipeline = ConvolutionPipeline()

  private func layer(
    _ input: (Int, Int, Int), kernel: (Int, Int), channels: Int, output: (Int, Int), weightBanks: Int? = nil
  ) -> ConvolutionLayer {
    ConvolutionLayer(
      inputWidth: input.0, inputHeight: input.1, inputChannels: input.2, kernelWidth: kernel.0,
      kernelHeight: kernel.1, outputChannels: channels, outputWidth: output.0, outputHeight: output.1,
      weightBanks: weightBanks)
  }

  private func run(_ layer: ConvolutionLayer, latency: Int = 50, rate: Double = 8) throws -> ConvolutionRecord
  {
    try pipeline.run(layer, memory: ConvolutionMemory(readLatency: latency, cyclesPerBeat: 8 / rate))
  }

  @Test("Cycles measured on the hardware description, layer by layer")
  func measured() throws {
    // Cycles to the interrupt, first write, and what the layer is known to be bound by.
    let layers: [(ConvolutionLayer, Int, Int, ConvolutionCause)] = [
      (layer((17, 1, 17), kernel: (1, 1), channels: 17, output: (17, 1)), 763, 292, .output),
      (layer((8, 8, 64), kernel: (1, 1), channels: 64, output: (8, 8)), 7110, 1312, .output),
      (layer((1, 1, 256), kernel: (1, 1), channels: 64, output: (1, 1)), 2513, 700, .bus),
      (layer((4, 4, 50), kernel: (4, 4), channels: 500, output: (1, 1)), 57_537, 1964, .weights),
      (layer((12, 12, 20), kernel: (5, 5), channels: 50, output: (8, 8)), 34_836, 2280, .compute),
    ]
    for (layer, cycles, firstWrite, cause) in layers {
      let record = try run(layer)
      #expect(abs(record.cycles - cycles) * 1000 <= cycles, "\(layer): \(record)")
      #expect(abs(record.firstWrite - firstWrite) * 100 <= firstWrite, "\(layer): \(record)")
      #expect(record.cause == cause, "\(layer): \(record)")
    }
  }

  @Test("Latency and rate of the memory, as measured")
  func memories() throws {
    let convolution = layer((12, 12, 20), kernel: (5, 5), channels: 50, output: (8, 8))
    let settings = [
      (10, 8.0, 34_796), (100, 8, 34_886), (200, 8, 34_986), (400, 8, 35_627), (50, 4, 35_767),
      (50, 2, 37_629), (50, 1, 41_353), (200, 2, 37_779),
    ]
    for (latency, rate, cycles) in settings {
      #expect(try run(convolution, latency: latency, rate: rate).cycles == cycles, "\(latency) \(rate)")
    }
  }

  @Test("A rest of positions too short for the multipliers takes some of the stripe before")
  func stripes() {
    #expect(pipeline.stripes(16) == [16])
    #expect(pipeline.stripes(17) == [8, 9])
    #expect(pipeline.stripes(24) == [16, 8])
    #expect(pipeline.stripes(196).suffix(3) == [16, 8, 12])
    for positions in 1...300 { #expect(pipeline.stripes(positions).reduce(0, +) == positions) }
  }

  @Test("Less room for weights never makes a layer faster")
  func room() throws {
    var last = 0
    for banks in [24, 8, 4, 2] {
      let cycles = try run(
        layer((13, 15, 64), kernel: (5, 3), channels: 32, output: (12, 14), weightBanks: banks)
      ).cycles
      #expect(cycles >= last)
      last = cycles
    }
  }

  @Test("What does not fit, or is nothing, is an error")
  func refusals() {
    #expect(throws: InputError.self) {
      try run(layer((512, 512, 8), kernel: (1, 1), channels: 8, output: (512, 512)))
    }
    #expect(throws: InputError.self) {
      try run(layer((0, 1, 1), kernel: (1, 1), channels: 1, output: (1, 1)))
    }
    #expect(throws: InputError.self) {
      try run(layer((1 << 40, 1 << 40, 8), kernel: (1, 1), channels: 8, output: (1, 1)))
    }
  }
}
