import Documents
import Tensors
import Testing

@testable import Chips

@Suite("Matrix engine timing")
struct MatrixEngineTimingTests {
  private func engine(_ array: ArrayKind, rows: Int = 8, columns: Int = 8) -> MatrixEngine {
    MatrixEngine(
      array: array, rows: rows, columns: columns,
      precisions: [
        MatrixPrecision(element: .int8, cyclesPerStep: 1),
        MatrixPrecision(element: .float32, cyclesPerStep: 4),
      ])
  }

  @Test("Dot-product lanes take NVDLA's ideal cycles and the depth of the tree")
  func dotProduct() throws {
    // Rows of the NVDLA RTL sweep: output positions, channels × kernel, kernels, ideal cycles.
    let layers = [(64, 64, 64, 4096), (1, 256, 64, 256), (196, 64 * 9, 64, 112_896), (17, 17, 17, 153)]
    for (positions, reduction, kernels, ideal) in layers {
      let timing = try engine(.dotProduct(pipelineDepthCycles: 16)).timing(
        of: MatrixProductShape(rows: positions, columns: kernels, reduction: reduction), element: .int8)
      #expect(timing.streamCycles == ideal)
      #expect(timing.totalCycles == ideal + 16)
      #expect(timing.preloadCycles == 0)
    }
  }

  @Test("A type at quarter rate takes four cycles for every step")
  func precision() throws {
    let engine = engine(.systolic(.weightStationary(.shadowTagged)))
    let shape = MatrixProductShape(rows: 20, columns: 20, reduction: 20)
    let bytes = try engine.timing(of: shape, element: .int8)
    let words = try engine.timing(of: shape, element: .float32)
    #expect(words.totalCycles == 4 * bytes.totalCycles)
    #expect(words.preloadCycles == 4 * bytes.preloadCycles)
    #expect(words.tiles == bytes.tiles)
  }

  @Test("A type that the PEs do not multiply is an error that names those they do")
  func unsupported() {
    let engine = engine(.dotProduct(pipelineDepthCycles: 1))
    let error = #expect(throws: InputError.self) {
      try engine.timing(of: MatrixProductShape(rows: 1, columns: 1, reduction: 1), element: .float16)
    }
    #expect(error?.description == "matrix engine: does not multiply fp16; valid: int8, fp32")
  }

  @Test(
    "Empty and immeasurable products are errors",
    arguments: [
      (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, -3, 1), (1, 1 << 20, 1 << 20, 1 << 20), (.max, .max, 2, 2),
    ])
  func impossible(groups: Int, rows: Int, columns: Int, reduction: Int) {
    let engine = engine(.systolic(.outputStationary(.block)))
    let shape = MatrixProductShape(groups: groups, rows: rows, columns: columns, reduction: reduction)
    #expect(throws: InputError.self) { try engine.timing(of: shape, element: .int8) }
  }

  @Test("A product of a trillion multiply-accumulates is timed as fast as a small one")
  func constantTime() throws {
    let engine = engine(.systolic(.weightStationary(.shadowChain, trims: true)))
    let clock = ContinuousClock()
    let elapsed = try clock.measure {
      for extent in 10_000..<10_100 {
        let shape = MatrixProductShape(rows: extent, columns: extent, reduction: extent)
        let timing = try engine.timing(of: shape, element: .int8)
        #expect(timing.totalCycles > extent * extent)
      }
    }
    #expect(elapsed < .seconds(1))
  }
}
