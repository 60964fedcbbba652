import Testing

@testable import Arrays

/// The pipeline's constants are lengths of paths that no document gives: they were read off measured layers.
@Suite("Constants of the convolution pipeline")
struct ConvolutionConstantsTests {
  @Test("As they stand they hold on every measured layer")
  func measured() throws {
    let errors = try MeasuredLayer.all.map { measured in
      let cycles = try ConvolutionPipeline().run(measured.layer, memory: measured.memory).cycles
      return abs(Double(cycles - measured.cycles)) / Double(measured.cycles)
    }
    #expect(errors.sorted()[errors.count / 2] <= 0.001)
    #expect(errors.max()! <= 0.02)
  }
}
