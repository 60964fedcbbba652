import Tensors
import Testing

@testable import Arrays
@testable import Chips

@Suite("Dot-product lanes, register by register")
struct DotProductArrayTests {
  @Test("Cycles, words and sums of random products are those of the tile level", arguments: 0..<10)
  func randomCases(chunk: Int) throws {
    for seed in stride(from: chunk, to: 1_000, by: 10) {
      let test = ArrayCase(seed: seed)
      var random = Generator(seed: seed)
      let engine = MatrixEngine(
        array: .dotProduct(pipelineDepthCycles: random.integer(in: 1...9)), rows: test.rows,
        columns: test.columns, precisions: [MatrixPrecision(element: .int8, cyclesPerStep: 1)])
      let product = test.integers()
      let run = engine.runRegisters(product)
      let timing = try engine.timing(of: test.shape, element: .int8)
      #expect(run.record.totalCycles == timing.totalCycles, "\(engine) \(test)")
      #expect(run.record.firstOutput == timing.drainCycles, "\(engine) \(test)")
      #expect(run.record.tiles.count == timing.tiles, "\(engine) \(test)")
      #expect(try run.record.traffic == engine.traffic(of: test.shape), "\(engine) \(test)")
      #expect(run.record.multipliers.occupied == test.shape.multiplyAccumulates, "\(engine) \(test)")
      #expect(run.record.multipliers.zeroGated == product.zeroProducts, "\(engine) \(test)")
      #expect(run.results == product.results(part: test.shape.reduction), "\(engine) \(test)")
    }
  }

  @Test("Registers in the tree change when a sum comes, not the sum", arguments: [1, 2, 3, 4, 7])
  func depth(stages: Int) {
    let shape = MatrixProductShape(rows: 5, columns: 3, reduction: 8)
    let words: [Float] = (0..<40).map { Float($0) * 0.37 + 1e5 }
    let product = ArrayProduct<FloatArithmetic>(shape, left: words, right: Array(words.prefix(24)))
    func run(_ depth: Int) -> ArrayRun<FloatArithmetic> {
      MatrixEngine(array: .dotProduct(pipelineDepthCycles: depth), rows: 8, columns: 4, precisions: [])
        .runRegisters(product)
    }
    #expect(run(stages).results == run(9).results)
    #expect(run(stages).record.firstOutput == stages)
  }
}
