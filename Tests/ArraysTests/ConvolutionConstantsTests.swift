import Testing

@testable import Arrays

/// The pipeline's constants are lengths of paths that no document gives: they were read off measured layers. They are
/// worth something if those of half of the layers foretell the other half. The start is not among them (the first
/// read's data come `startupCycles` and the latency after it, on every layer), nor is the end (the interrupt follows
/// the last write by `interruptCycles`, on every layer); of the two parts of the way from the last operand to the
/// first write only the sum shows.
@Suite("Constants of the convolution pipeline")
struct ConvolutionConstantsTests {
  private static let constants: [WritableKeyPath<ConvolutionPipeline, Int> & Sendable] = [
    \.reissueCycles, \.setCycles, \.outputLatencyCycles, \.outputCycles, \.accumulatorLeadCycles,
    \.releaseCycles,
  ]

  private func error(_ pipeline: ConvolutionPipeline, _ measured: MeasuredLayer) throws -> Double {
    let cycles = try pipeline.run(measured.layer, memory: measured.memory).cycles
    return abs(Double(cycles - measured.cycles)) / Double(measured.cycles)
  }

  private func cause(_ measured: MeasuredLayer) throws -> String {
    try ConvolutionPipeline().run(measured.layer, memory: measured.memory).cause.rawValue
  }

  private func total(_ pipeline: ConvolutionPipeline, _ layers: [MeasuredLayer]) throws -> Double {
    try layers.reduce(0) { $0 + (try error(pipeline, $1)) }
  }

  /// One constant after the other goes to where the layers' errors are least, in ever smaller steps.
  private func fitted(to layers: [MeasuredLayer]) throws -> ConvolutionPipeline {
    var pipeline = ConvolutionPipeline()
    for constant in Self.constants { pipeline[keyPath: constant] = 4 }
    var least = try total(pipeline, layers)
    for step in [32, 16, 8, 4, 2, 1, 8, 4, 2, 1, 1] {
      for constant in Self.constants {
        for direction in [step, -step] {
          while pipeline[keyPath: constant] + direction >= 0 {
            var moved = pipeline
            moved[keyPath: constant] += direction
            let sum = try total(moved, layers)
            guard sum < least else { break }
            (pipeline, least) = (moved, sum)
          }
        }
      }
    }
    return pipeline
  }

  @Test("Those of one half of the layers foretell the other half", arguments: [0, 1])
  func crossValidation(half: Int) throws {
    // Both halves have layers of every cause.
    let layers = try MeasuredLayer.all.sorted { (try cause($0), $0.cycles) < (try cause($1), $1.cycles) }
    let known = layers.enumerated().filter { $0.offset % 2 == half }.map(\.element)
    let unseen = layers.enumerated().filter { $0.offset % 2 != half }.map(\.element)
    let pipeline = try fitted(to: known)
    let errors = try unseen.map { (try error(pipeline, $0), $0) }
    print(half, Self.constants.map { pipeline[keyPath: $0] }, errors.map { ($0.0 * 1000).rounded() })
    #expect(errors.map(\.0).sorted()[errors.count / 2] <= 0.01)
    for (error, layer) in errors where layer.cycles > 1000 { #expect(error <= 0.05, "\(layer.name)") }
  }

  @Test("As they stand they hold on every layer")
  func asTheyStand() throws {
    let errors = try MeasuredLayer.all.map { try error(ConvolutionPipeline(), $0) }
    #expect(errors.sorted()[errors.count / 2] <= 0.001)
    #expect(errors.max()! <= 0.02)
  }
}
