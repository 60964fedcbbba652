import Tensors
import Testing

@testable import Arrays
@testable import Chips

@Suite("Sparse engines, register by register")
struct SparseArrayTests {
  @Test("Sums are those of all weights, cycles those of the stored ones", arguments: 0..<10)
  func randomCases(chunk: Int) throws {
    for seed in stride(from: chunk, to: 400, by: 10) {
      var random = Generator(seed: seed)
      let test = ArrayCase(seed: seed)
      let of = random.integer(in: 2...random.choice([4, 16]))
      let sparsity = StructuredSparsity(kept: random.integer(in: 1...of - 1), of: of)
      let whole = test.integers()
      let (pruned, stored) = pruned(whole, sparsity, &random)
      let array: ArrayKind =
        seed % 3 == 0
        ? .dotProduct(pipelineDepthCycles: random.integer(in: 1...9)) : .systolic(test.systolic)
      let engine = MatrixEngine(
        array: array, rows: test.rows, columns: test.columns,
        precisions: [MatrixPrecision(element: .int8, cyclesPerStep: 1)], sparsity: sparsity)
      let run = engine.runRegisters(
        ArrayProduct(test.shape, keeping: sparsity, left: whole.left, stored: stored))
      var shape = test.shape
      shape.reduction = sparsity.stored(of: shape.reduction)
      #expect(run.record.totalCycles == (try engine.timing(of: shape, element: .int8)).totalCycles, "\(test)")
      #expect(run.record.traffic == (try engine.traffic(of: shape)), "\(test)")
      #expect(run.record.multipliers.occupied == shape.multiplyAccumulates, "\(test)")
      #expect(run.results == pruned.results(part: test.shape.reduction), "\(test)")
    }
  }

  @Test("2:4 takes half of the steps, the longer the sum the nearer", arguments: [64, 1024, 16_384])
  func half(reduction: Int) throws {
    let engine = MatrixEngine(
      array: .systolic(
        Systolic(
          dataflow: .weightStationary, outputDrain: .block, stationaryLoading: .shadowTagged,
          trimsEdgeTiles: true)),
      rows: 32, columns: 32, precisions: [MatrixPrecision(element: .int8, cyclesPerStep: 1)],
      sparsity: StructuredSparsity(kept: 2, of: 4))
    func cycles(_ reduction: Int) throws -> Int {
      try engine.timing(
        of: MatrixProductShape(rows: 64, columns: 32, reduction: reduction), element: .int8
      ).totalCycles
    }
    let ratio = Double(try cycles(reduction / 2)) / Double(try cycles(reduction))
    #expect(ratio >= 0.5 && ratio < 0.5 + 64 / Double(reduction))
  }

  /// A product with all but the kept weights zero, and these as they are stored.
  private func pruned(
    _ whole: ArrayProduct<IntegerArithmetic>, _ sparsity: StructuredSparsity, _ random: inout Generator
  ) -> (ArrayProduct<IntegerArithmetic>, [StoredWeight<Int8>]) {
    let shape = whole.shape
    let depth = sparsity.stored(of: shape.reduction)
    var right = [Int8](repeating: 0, count: whole.right.count)
    var stored = [StoredWeight](
      repeating: StoredWeight(Int8(0), place: 0), count: shape.groups * depth * shape.columns)
    for group in 0..<shape.groups {
      for column in 0..<shape.columns {
        let fromEnd = random.integer(in: 0...1) == 1
        for slot in 0..<depth {
          let first = slot / sparsity.kept * sparsity.of
          let length = min(sparsity.of, shape.reduction - first)
          // Each slot has a place of its own, counted from a random end of the group.
          let place = fromEnd ? length - 1 - slot % sparsity.kept : slot % sparsity.kept
          let index = (group * shape.reduction + first + place) * shape.columns + column
          right[index] = whole.right[index]
          stored[(group * depth + slot) * shape.columns + column] = StoredWeight(right[index], place: place)
        }
      }
    }
    return (ArrayProduct(shape, left: whole.left, right: right), stored)
  }
}
