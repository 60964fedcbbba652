import Foundation
import Tensors
import Testing

@testable import Studies

/// Outputs beside those of another implementation, of which a file holds samples and sums.
@Suite struct ModelValidationTests {
  private let count = 40_000
  private var values: [Float] { (0..<count).map { Float(sin(Double($0)) * 3) } }

  /// What the file says of these values.
  private func reference(_ values: [Float]) throws -> ReferenceOutput {
    let reals = values.map(Double.init)
    let sum = reals.enumerated().reduce(0) { $0 + $1.element * cos(0.1 * Double($1.offset)) }
    return ReferenceOutput(
      name: "y", shape: [values.count], largest: reals.reduce(0) { max($0, abs($1)) },
      norm: reals.reduce(0) { $0 + $1 * $1 }.squareRoot(), cosineSum: sum,
      samples: stride(from: 0, to: values.count, by: 625).map { reals[$0] }, stride: 625)
  }

  private func rows(_ ours: [Float], bound: Double = 1e-5) throws -> [ValidationRow] {
    ModelValidation.rows(
      of: try reference(values), "model", Tensor(TensorType(.float32, [ours.count]), floats: ours),
      bound: bound)
  }

  @Test func equalOutputsHold() throws {
    #expect(try rows(values).map(\.difference).allSatisfy { $0 < 1e-15 })
  }

  @Test func errorsOfRoundingHold() throws {
    let errors = SeededFill(seed: 1, scale: 1, offset: 0).values(count: count)
    #expect(try rows(zip(values, errors).map { $0 + 3e-5 * $1 * 0.99 }).allSatisfy(\.holds))
  }

  @Test func anErrorThatAllElementsShareHolds() throws {
    #expect(try rows(values.map { $0 * (1 + 0.9e-5) }).allSatisfy(\.holds))
  }

  @Test("One wrong element between the samples shows in the sum", arguments: [Float(0.1), -0.5])
  func oneWrongElementIsFound(error: Float) throws {
    var ours = values
    ours[315] += error
    let rows = try rows(ours)
    #expect(rows[0].holds)
    #expect(!rows[2].holds)
  }

  @Test func twoElementsThatChangedPlacesAreFound() throws {
    var ours = values
    ours.swapAt(316, 347)
    let rows = try rows(ours)
    #expect(rows[0].holds && rows[1].holds)
    #expect(!rows[2].holds)
  }

  @Test func nothingPassesWithoutABound() throws {
    #expect(try !rows(values.map { $0 + 0.001 }, bound: 0)[0].holds)
  }
}
