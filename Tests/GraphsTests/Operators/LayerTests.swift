import Tensors
import Testing

@testable import Graphs

/// Operators whose published cases are too long to read, on examples small enough to follow.
@Suite struct LayerTests {
  private func run(
    _ operation: String, _ inputs: [Tensor?], _ attributes: [String: AttributeValue] = [:],
    opset: Int = AttributeReader.latestOpset, outputs: Int = 1
  ) throws -> [Tensor] {
    try Assembled(operation, opset: opset, attributes, inputs, outputCount: outputs).outputs
  }

  @Test("LRN sums squares over neighbouring channels, more of them behind than before")
  func responseNormalization() throws {
    let x = Given.floats([1, 3, 1], [1, 2, 3])
    let result = try run(
      "LRN", [x], ["size": .integer(2), "alpha": .float(2), "beta": .float(1), "bias": .float(1)])
    let expected: [Float] = [1.0 / 6, 2.0 / 14, 3.0 / 10]
    #expect(result[0].floats == expected)
  }

  @Test("In training BatchNormalization uses the batch and moves the running statistics")
  func trainingStatistics() throws {
    let x = Given.floats([2, 1, 2], [1, 3, 5, 7])
    let results = try run(
      "BatchNormalization",
      [x, Given.floats([1], [1]), Given.floats([1], [0]), Given.floats([1], [10]), Given.floats([1], [1])],
      ["training_mode": .integer(1), "momentum": .float(0.5), "epsilon": .float(0)], outputs: 3)
    let deviation = Float(5).squareRoot()
    for (value, wanted) in zip(results[0].floats, [-3, -1, 1, 3]) {
      #expect(abs(value - Float(wanted) / deviation) < 1e-6)
    }
    #expect(results[1].floats == [7])
    #expect(results[2].floats == [3])
  }

  @Test("CenterCropPad cuts one more element behind and pads one more behind")
  func centre() throws {
    let x = Given.floats([5], [1, 2, 3, 4, 5])
    #expect(try run("CenterCropPad", [x, Given.list(2)])[0].floats == [2, 3])
    #expect(try run("CenterCropPad", [x, Given.list(8)])[0].floats == [0, 1, 2, 3, 4, 5, 0, 0])
  }

  @Test("Sampling on the grid of the identity gives the image back", arguments: [0, 1])
  func identityGrid(_ aligns: Int) throws {
    let image = Given.reals(1, 2, 3, 4)
    let theta = Given.floats([1, 2, 3], [1, 0, 0, 0, 1, 0])
    let corners: [String: AttributeValue] = ["align_corners": .integer(aligns)]
    let grid = try run("AffineGrid", [theta, Given.list(1, 2, 3, 4)], corners)[0]
    #expect(grid.shape == [1, 3, 4, 2])
    let same = try run("GridSample", [image, grid], corners)[0]
    for (value, wanted) in zip(same.floats, image.floats) { #expect(abs(value - wanted) < 1e-5) }
  }

  @Test("RoiAlign of whole pixels is their mean")
  func regionOfWholePixels() throws {
    let image = Given.floats([1, 1, 2, 2], [1, 2, 3, 6])
    let region = Given.floats([1, 4], [0, 0, 2, 2])
    let inputs: [Tensor?] = [image, region, Given.list(0)]
    #expect(try run("RoiAlign", inputs, ["sampling_ratio": .integer(2)])[0].floats == [3])
    #expect(
      try run("RoiAlign", inputs, ["output_height": .integer(2), "output_width": .integer(2)])[0].floats
        == [1, 2, 3, 6])
  }

  @Test("A quarter turn exchanges the features of a pair", arguments: [false, true])
  func quarterTurn(isInterleaved: Bool) throws {
    let x = Given.floats([1, 1, 1, 4], [1, 2, 3, 4])
    let tables = [Given.floats([1, 1, 2], [0, 0]), Given.floats([1, 1, 2], [1, 1])]
    let turned = try run(
      "RotaryEmbedding", [x, tables[0], tables[1]], ["interleaved": .integer(isInterleaved ? 1 : 0)])[0]
    #expect(turned.floats == (isInterleaved ? [-2, 1, -4, 3] : [-3, -4, 1, 2]))
  }

  @Test("MaxPool gives the places by rows or by columns")
  func placesOfTheLargest() throws {
    let x = Given.floats([1, 1, 2, 3], [1, 5, 2, 9, 3, 4])
    let window: [String: AttributeValue] = ["kernel_shape": .integers([2, 2])]
    let rows = try run("MaxPool", [x], window, outputs: 2)
    #expect(rows[0].floats == [9, 5])
    #expect(rows[1].integers == [3, 1])
    let columns = try run("MaxPool", [x], window.merging(["storage_order": .integer(1)]) { $1 }, outputs: 2)
    #expect(columns[1].integers == [1, 2])
  }

  @Test("A pooled window that lies in the padding saturates instead of failing")
  func windowInThePadding() throws {
    let x = Given.integers(.int8, 1, 1, 2, 2)
    let pooled = try run(
      "MaxPool", [x], ["kernel_shape": .integers([1, 1]), "pads": .integers([1, 1, 1, 1])])[0]
    #expect(pooled.integers[0] == -128)
  }

  @Test("Lengths of sequences beyond the data or below zero are brought back")
  func lengthsOfSequences() throws {
    let lengths = Tensor(TensorType(.int32, [2]), integers: [-4, 99])
    let results = try run(
      "RNN", [Given.reals(3, 2, 4), Given.reals(1, 5, 4), Given.reals(1, 5, 5), nil, lengths], outputs: 2)
    #expect(results[1].floats.prefix(5).allSatisfy { $0 == 0 })
    #expect(results[1].floats.suffix(5).contains { $0 != 0 })
  }

  @Test("A batch index that does not exist is refused")
  func batchIndexOutOfRange() throws {
    #expect(throws: (any Error).self) {
      try run("RoiAlign", [Given.reals(1, 1, 2, 2), Given.floats([1, 4], [0, 0, 1, 1]), Given.list(7)])
    }
  }

  @Test("A label that does not exist is refused, unless it is the one to ignore")
  func labelsOutOfRange() throws {
    let inputs: [Tensor?] = [Given.reals(2, 3), Given.list(1, -1)]
    #expect(throws: (any Error).self) { try run("NegativeLogLikelihoodLoss", inputs) }
    #expect(
      try run("NegativeLogLikelihoodLoss", inputs, ["ignore_index": .integer(-1)])[0].floats[0].isFinite)
  }
}
