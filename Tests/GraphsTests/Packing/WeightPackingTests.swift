import Tensors
import Testing

@testable import Graphs

@Suite("Packed weights")
struct WeightPackingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var shape: [Int]
    var axes: (column: Int, unit: Int)
    var bits: Int
    var sparsity: (kept: Int, of: Int)?

    var testDescription: String {
      "\(shape) \(axes) \(bits) bits \(sparsity.map { "\($0.kept):\($0.of)" } ?? "")"
    }

    var packing: WeightPacking {
      WeightPacking(
        TensorType(.int8, shape), valueBits: bits,
        sparsity: sparsity.map { StructuredSparsity(kept: $0.kept, of: $0.of) }, columnAxis: axes.column,
        unitAxis: axes.unit)
    }

    /// Codes of so many bits, with as few of each group not zero as the sparsity keeps, or fewer.
    var weights: Tensor {
      let packing = packing
      let places = WeightPlaces(packing, shape: shape)
      var codes = [Int64](repeating: 0, count: shape.reduce(1, *))
      let largest = 1 << (bits - 1)
      for column in 0..<packing.columns {
        for position in 0..<packing.units * packing.placesPerUnit {
          let code = (column * 31 + position * 17) % (2 * largest) - largest
          let place = position % (sparsity?.of ?? 1)
          let isKept = sparsity.map { (place + column) % $0.of < $0.kept } ?? true
          codes[places.index(column, position)] = isKept ? Int64(code) : 0
        }
      }
      return Tensor(TensorType(.int8, shape), integers: codes)
    }
  }

  static let cases = [
    Case(shape: [8, 16, 3, 3], axes: (0, 1), bits: 4), Case(shape: [5, 3, 7, 7], axes: (0, 1), bits: 4),
    Case(shape: [5, 1, 3, 3], axes: (0, 1), bits: 2), Case(shape: [20, 12], axes: (1, 0), bits: 3),
    Case(shape: [7, 33], axes: (0, 1), bits: 5), Case(shape: [1, 9], axes: (0, 1), bits: 7),
    Case(shape: [8, 16, 3, 3], axes: (0, 1), bits: 8, sparsity: (2, 4)),
    Case(shape: [6, 5, 3, 3], axes: (0, 1), bits: 8, sparsity: (2, 4)),
    Case(shape: [37, 9], axes: (1, 0), bits: 4, sparsity: (2, 4)),
    Case(shape: [9, 50], axes: (0, 1), bits: 8, sparsity: (1, 3)),
    Case(shape: [9, 50], axes: (0, 1), bits: 6, sparsity: (3, 16)),
  ]

  @Test("What was packed comes out again, whole and in parts", arguments: cases)
  func roundTrip(test: Case) throws {
    let (packing, weights) = (test.packing, test.weights)
    let packed = try #require(packing.packed(weights))
    #expect(packed.type == packing.type)
    #expect(packing.unpacked(packed, blocks: 0..<packing.blocks).bytes == weights.bytes)
    for block in 0..<packing.blocks {
      let bytes = packing.bytes(ofBlocks: block..<block + 1)
      let part = packed[Box(lower: [0, bytes.lowerBound], extent: [packing.columns, bytes.count])]
      let units = packing.units(ofBlocks: block..<block + 1)
      #expect(
        packing.unpacked(part, blocks: block..<block + 1).bytes
          == weights[Box(shape: test.shape).replacing(test.axes.unit, with: units)].bytes)
    }
  }

  @Test("A row takes its bits, rounded up to whole bytes once", arguments: cases)
  func bytes(test: Case) {
    let packing = test.packing
    let weights = packing.units * packing.placesPerUnit
    let bits = packing.stored(of: weights) * packing.storedBits
    #expect(packing.type.shape == [packing.columns, (bits + 7) / 8])
  }

  @Test func weightsWithTooManyNumbersAreNotPacked() {
    let packing = WeightPacking(
      TensorType(.int8, [1, 8]), valueBits: 8, sparsity: StructuredSparsity(kept: 2, of: 4), columnAxis: 0,
      unitAxis: 1)
    func weights(_ codes: [Int64]) -> Tensor { Tensor(TensorType(.int8, [1, 8]), integers: codes) }
    #expect(packing.packed(weights([1, 2, 3, 0, 0, 0, 0, 0])) == nil)
    #expect(packing.packed(weights([1, 2, 0, 0, 0, 0, 3, 4])) != nil)
    #expect(packing.type.shape == [1, 5])
  }
}
