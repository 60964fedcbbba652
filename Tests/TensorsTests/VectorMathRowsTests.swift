import Foundation
import Testing

@testable import Tensors

@Suite("Folds and normalisations of rows")
struct VectorMathRowsTests {
  private static let lengths = [0, 1, 3, 7, 8, 9, 16, 100, 1000]

  private static func row(_ count: Int) -> [Float] {
    SeededFill(seed: 7, scale: 3, offset: 0.5).values(count: count)
  }

  /// The stated order: eight running values, of which then the halves are joined.
  private static func fold(
    _ row: [Float], _ initial: Float, _ step: (Float, Float) -> Float, _ join: (Float, Float) -> Float
  ) -> Float {
    var running = [Float](repeating: initial, count: 8)
    for (index, value) in row.enumerated() { running[index % 8] = step(running[index % 8], value) }
    for width in [4, 2, 1] {
      for lane in 0..<width { running[lane] = join(running[lane], running[lane + width]) }
    }
    return running[0]
  }

  @Test("have the stated order of summation, bit for bit", arguments: lengths)
  func order(count: Int) {
    let row = Self.row(count)
    #expect(VectorMath.sum(row, count: count) == Self.fold(row, 0, +, +))
    #expect(VectorMath.sumOfSquares(row, count: count) == Self.fold(row, 0, { $0 + $1 * $1 }, +))
    #expect(VectorMath.largest(row, count: count) == row.max() ?? -.infinity)
  }

  @Test("find the largest element wherever it stands, and pass over NaN")
  func largest() {
    for place in 0..<19 {
      var row = [Float](repeating: -5, count: 19)
      row[place] = -1
      row[(place + 9) % 19] = .nan
      #expect(VectorMath.largest(row, count: 19) == -1)
    }
    #expect(VectorMath.largest([.nan, .nan], count: 2) == -.infinity)
  }

  /// A whole row's error: few units in the last place from the exponential, the sum's relative error below
  /// (length / 8 + 3) half units.
  @Test("softmax sums to one and is near the exact quotients", arguments: lengths.dropFirst())
  func softmax(count: Int) {
    let row = Self.row(count)
    var result = row
    VectorMath.softmax(&result, count: count)
    let largest = Double(row.max()!)
    let weights = row.map { Foundation.exp(Double($0) - largest) }
    let total = weights.reduce(0, +)
    let bound = Double(Float.ulpOfOne) * (4 + Double(count) / 16)
    for (weight, value) in zip(weights, result) {
      #expect(abs(Double(value) - weight / total) <= bound * weight / total)
    }
  }

  @Test("standardised rows have mean 0 and variance 1", arguments: [8, 100, 1000])
  func standardize(count: Int) {
    let row = Self.row(count)
    var result = row
    let (mean, factor) = VectorMath.standardize(row, into: &result, count: count, epsilon: 0)
    let total = result.reduce(0.0) { $0 + Double($1) }
    let squares = result.reduce(0.0) { $0 + Double($1) * Double($1) }
    #expect(abs(total / Double(count)) < 1e-6)
    #expect(abs(squares / Double(count) - 1) < 1e-6)
    #expect(abs((row[5] - mean) * factor - result[5]) <= 1e-6)
  }
}
