import Tensors
import Testing

@testable import Graphs

/// Cast and CastLike, with the rounding to the storage type that surrounds every operator.
@Suite struct CastTests {
  private func evaluate(_ example: OperatorExample) throws -> Tensor {
    let types = try example.outputTypes()
    var graph = Graph(name: "test")
    graph.values = example.inputs.compactMap { $0 }.enumerated().map { index, tensor in
      Value(name: "x\(index)", type: tensor.type, initializer: .dense(tensor))
    }
    graph.values.append(Value(name: "y", type: types[0]))
    let inputs = example.inputs.indices.map { Optional($0) }
    graph.nodes = [
      Node(name: "node", operation: example.operation, inputs: inputs, outputs: [inputs.count])
    ]
    return try graph.evaluate(0, inputs: example.inputs)[0]
  }

  private func cast(_ values: [Float], to number: Int, saturate: Int = 1) throws -> Tensor {
    let attributes: [String: AttributeValue] = ["to": .integer(number), "saturate": .integer(saturate)]
    return try evaluate(OperatorExample(Cast.self, attributes, [Given.floats([values.count], values)]))
  }

  @Test(
    "The table of ONNX Cast: numbers too large, infinities and NaN",
    arguments: [
      // to, saturate, codes of 1e6, infinity, −infinity, −1e−7, NaN
      (17, 1, [0x7E, 0x7E, 0xFE, 0x80, 0x7F]), (17, 0, [0x7F, 0x7F, 0xFF, 0x80, 0x7F]),
      (18, 1, [0x7F, 0x7F, 0xFF, 0x00, 0x80]), (18, 0, [0x80, 0x80, 0x80, 0x00, 0x80]),
      (19, 1, [0x7B, 0x7B, 0xFB, 0x80, 0x7F]), (19, 0, [0x7C, 0x7C, 0xFC, 0x80, 0x7F]),
      (20, 1, [0x7F, 0x7F, 0xFF, 0x00, 0x80]), (20, 0, [0x80, 0x80, 0x80, 0x00, 0x80]),
    ])
  func eightBitNumbersFollowTheTable(_ type: Int, _ saturate: Int, _ codes: [UInt8]) throws {
    let values: [Float] = [1e6, .infinity, -.infinity, -1e-7]
    let result = try cast(values, to: type, saturate: saturate)
    #expect(result.bytes.map { $0 } == Array(codes.prefix(4)))
    // The sign and payload of a NaN are nobody's business, its being one is.
    #expect(try cast([.nan], to: type, saturate: saturate).floats[0].isNaN)
  }

  @Test func fourBitNumbersRoundToEvenAndSaturate() throws {
    let values: [Float] = [0.25, 0.75, 1.25, 2.5, 5, -7, .nan, -0.0]
    let result = try cast(values, to: 23)
    #expect(result.type.element == .float4e2m1)
    #expect(result.floats == [0, 1, 1, 2, 4, -6, 6, 0])
    #expect(try cast([-9, -1, 7.9, 15, 16], to: 22).integers == [-8, -1, 7, 7, 7])
    #expect(try cast([-9, -1, 7.9, 15, 16], to: 21).integers == [0, 0, 7, 15, 15])
  }

  @Test func castLikeTakesTheTypeOfItsSecondInput() throws {
    let values = Given.floats([3], [1.7, -2.2, 0.333_251_95])
    for element in ElementType.allCases {
      let like = Tensor(zeros: TensorType(element, [2, 1]))
      let result = try composed("CastLike", [values, like]).result
      #expect(result.type == TensorType(element, [3]))
      #expect(result.bytes == values.converted(to: TensorType(element, [3])).bytes)
    }
  }

  @Test("The largest numbers of uint64 survive the way to real numbers and back")
  func wideUnsignedNumbers() throws {
    let large = Tensor(TensorType(.uint64, [1]), integers: [.min])
    #expect(large.floats == [0x1p63])
    #expect(try cast([0x1p63, 1e30, -1], to: 13).integers == [.min, -1, 0])
  }
}
