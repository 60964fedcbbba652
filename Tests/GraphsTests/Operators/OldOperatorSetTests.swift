import Tensors
import Testing

@testable import Graphs

/// Operators mean what they meant in the operator set of the model.
@Suite struct OldOperatorSetTests {
  private func evaluate(
    _ name: String, opset: Int, _ attributes: [String: AttributeValue] = [:], _ inputs: [Tensor?],
    outputCount: Int? = nil
  ) throws -> [Tensor] {
    let operation = try OperatorRegistry.make(
      name, attributes: attributes, opset: opset, outputCount: outputCount)
    let known = inputs.map { $0.map { OperatorInput(type: $0.type, constant: $0) } }
    return try operation.evaluate(inputs, outputs: try operation.outputTypes(for: known))
  }

  @Test(
    "Before opset 13 the axes of Softmax and its like are one long row",
    arguments: [
      "Softmax", "LogSoftmax", "Hardmax",
    ])
  func softmaxWorkedOnMatrices(_ name: String) throws {
    let input = Given.reals(2, 3, 4)
    let old = try evaluate(name, opset: 11, [:], [input])[0]
    let matrix = try evaluate(name, opset: 13, [:], [input.reshaped(to: [2, 12])])[0]
    #expect(old.floats == matrix.floats)
    #expect(old.shape == [2, 3, 4])
    let single = try evaluate(name, opset: 13, ["axis": .integer(1)], [input])[0]
    #expect(single.floats != old.floats)
  }

  @Test func tileRepeatedOneAxis() throws {
    let input = Given.reals(2, 3)
    let old = try evaluate("Tile", opset: 1, [:], [input, Given.list(2), Given.list(1)])[0]
    #expect(old.bytes == (try evaluate("Tile", opset: 13, [:], [input, Given.list(1, 2)])[0].bytes))
  }

  @Test func topKHadItsCountAsAnAttribute() throws {
    let input = Given.reals(3, 7)
    let old = try evaluate("TopK", opset: 1, ["k": .integer(2)], [input])
    let new = try evaluate("TopK", opset: 11, [:], [input, Given.list(2)])
    #expect(old[0].bytes == new[0].bytes)
    #expect(old[1].bytes == new[1].bytes)
  }

  @Test func splitTookItsPartsFromItsOutputs() throws {
    let parts = try evaluate("Split", opset: 2, [:], [Given.reals(6, 2)], outputCount: 3)
    #expect(parts.map(\.shape) == [[2, 2], [2, 2], [2, 2]])
  }

  @Test func resizeOfOpset10TookScalesOnly() throws {
    let input = Given.reals(1, 1, 2, 3)
    let scales = Given.floats([4], [1, 1, 2, 2])
    let old = try evaluate("Resize", opset: 10, [:], [input, scales])[0]
    let upsample = try evaluate("Upsample", opset: 9, [:], [input, scales])[0]
    #expect(old.shape == [1, 1, 4, 6])
    #expect(old.bytes == upsample.bytes)
  }

  @Test func padHadItsValueAsAnAttribute() throws {
    let attributes: [String: AttributeValue] = ["pads": .integers([1, 0, 0, 1]), "value": .float(5)]
    let padded = try evaluate("Pad", opset: 2, attributes, [Given.floats([1, 1], [3])])[0]
    #expect(padded.floats == [5, 5, 3, 5])
  }

  @Test func maskOfDropoutHadTheTypeOfTheData() throws {
    #expect(
      try evaluate("Dropout", opset: 7, [:], [Given.reals(3)], outputCount: 2)[1].type.element == .float32)
    #expect(
      try evaluate("Dropout", opset: 12, [:], [Given.reals(3)], outputCount: 2)[1].type.element == .bool)
  }
}
