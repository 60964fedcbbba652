import Documents
import Tensors
import Testing

@testable import Arrays
@testable import Chips

@Suite("Timing by registers")
struct RegisterTimingTests {
  @Test("A command's parts are those of the tile level", arguments: 0..<8)
  func parts(chunk: Int) throws {
    for seed in stride(from: chunk, to: 2_000, by: 8) {
      let test = ArrayCase(seed: seed)
      let array: ArrayKind = seed % 5 == 0 ? .dotProduct(pipelineDepthCycles: 7) : .systolic(test.systolic)
      let engine = MatrixEngine(
        array: array, rows: test.rows, columns: test.columns,
        precisions: [MatrixPrecision(element: .int8, cyclesPerStep: 1 + seed % 3)])
      let registers = try engine.registerTiming(of: test.shape, element: .int8)
      let tiles = try engine.timing(of: test.shape, element: .int8)
      #expect(registers == tiles, "\(test)")
    }
  }

  @Test("A product beyond all patience is refused")
  func patience() {
    let engine = MatrixEngine(
      array: .dotProduct(pipelineDepthCycles: 1), rows: 1, columns: 1,
      precisions: [MatrixPrecision(element: .int8, cyclesPerStep: 1)])
    let shape = MatrixProductShape(rows: 1 << 20, columns: 1 << 12, reduction: 1 << 10)
    #expect(throws: InputError.self) { try engine.registerTiming(of: shape, element: .int8) }
  }
}
