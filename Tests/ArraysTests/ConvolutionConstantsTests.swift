import Testing

@testable import Arrays

/// The pipeline's constants are lengths of paths that no document gives. Two are read off columns of their own (the first
/// read's address, the way from the last write to the interrupt: the same on every row); the others were found from
/// cycles. They are worth something if those found on some layers foretell layers that had no part in it.
@Suite("Constants of the convolution pipeline")
struct ConvolutionConstantsTests {
  /// In which range each is looked for. A position's eight channels leave no faster than one element a cycle.
  private static let ranges: [(WritableKeyPath<ConvolutionPipeline, Int> & Sendable, [Int])] = [
    (\.outputLatencyCycles, Array(stride(from: 40, through: 120, by: 4))), (\.outputCycles, Array(8...12)),
    (\.accumulatorLeadCycles, Array(stride(from: 0, through: 60, by: 5))),
    (\.setCycles, Array(stride(from: 0, through: 12, by: 2))),
    (\.reissueCycles, Array(stride(from: 0, through: 8, by: 2))),
    (\.releaseCycles, Array(stride(from: 0, through: 32, by: 16))),
  ]

  private func error(_ pipeline: ConvolutionPipeline, _ measured: MeasuredLayer) throws -> Double {
    let cycles = try pipeline.run(measured.layer, memory: measured.memory).cycles
    return abs(Double(cycles - measured.cycles)) / Double(measured.cycles)
  }

  /// The constants with the least error: one after the other, and the two that make up the output path together.
  private func found(on layers: [MeasuredLayer]) throws -> ConvolutionPipeline {
    var best = ConvolutionPipeline()
    for (constant, range) in Self.ranges { best[keyPath: constant] = range[range.count / 2] }
    var least = Double.infinity
    func take(_ candidate: ConvolutionPipeline) throws {
      let sum = try layers.reduce(0) { $0 + (try error(candidate, $1)) }
      if sum < least { (best, least) = (candidate, sum) }
    }
    for _ in 0..<2 {
      for (constant, range) in Self.ranges {
        for value in range {
          var candidate = best
          candidate[keyPath: constant] = value
          try take(candidate)
        }
      }
      for cycles in Self.ranges[1].1 {
        for lead in Self.ranges[2].1 {
          var candidate = best
          candidate.outputCycles = cycles
          candidate.accumulatorLeadCycles = lead
          try take(candidate)
        }
      }
    }
    return best
  }

  @Test("Those found on layers made for it foretell every trace that is shipped with the hardware")
  func heldOut() throws {
    let made = MeasuredLayer.all.filter { !$0.isShipped }
    let quick = made.filter { $0.layer.kernelBytes * $0.layer.outputChannels < 50_000 }
    let pipeline = try found(on: quick)
    let unseen = MeasuredLayer.all.filter(\.isShipped)
    #expect(quick.count >= 10 && unseen.count == 12)
    let errors = try unseen.map { try error(pipeline, $0) }
    #expect(errors.sorted()[errors.count / 2] <= 0.01)
    for (error, layer) in zip(errors, unseen) where layer.cycles > 1000 {
      #expect(error <= 0.05, "\(layer.name)")
    }
  }

  @Test("As they stand they hold on every measured layer")
  func measured() throws {
    let errors = try MeasuredLayer.all.map { try error(ConvolutionPipeline(), $0) }
    #expect(errors.sorted()[errors.count / 2] <= 0.001)
    #expect(errors.max()! <= 0.02)
  }

  @Test(
    "What binds a layer is named",
    arguments: [
      ("dc_35x22x54_6x8x54x29", ConvolutionCause.compute), ("dc_8192x1x1_2x3x1x41", .output),
      ("dc_4x1x8192_1x1x8192x1", .weights), ("dc_6x8x192_3x3x192x32", .bus),
    ])
  func cause(name: String, cause: ConvolutionCause) throws {
    let measured = try #require(MeasuredLayer.all.first { $0.name == name })
    #expect(try ConvolutionPipeline().run(measured.layer, memory: measured.memory).cause == cause)
  }
}
