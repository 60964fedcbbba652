import Tensors
import Testing

@testable import Graphs

/// Codes and what they stand for.
@Suite struct QuantizationTests {
  private func quantize(
    _ values: [Float], scale: Float, zeroPoint: Tensor, _ attributes: [String: AttributeValue] = [:]
  ) throws -> Tensor {
    let x = Tensor(TensorType(.float32, [values.count]), floats: values)
    return try Assembled("QuantizeLinear", attributes, [x, .scalar(scale), zeroPoint]).outputs[0]
  }

  private func point(_ element: ElementType, _ value: Int64) -> Tensor {
    Tensor(TensorType(element, []), integers: [value])
  }

  @Test("Ties round to even before the zero point is added; codes saturate")
  func tiesRoundToEven() throws {
    let codes = try quantize([0.5, 1.5, 2.5, -0.5, -1.5, 1000, -1000], scale: 1, zeroPoint: point(.int8, 1))
    #expect(codes.integers == [1, 3, 3, 1, -1, 127, -128])
    #expect(codes.type == TensorType(.int8, [7]))
  }

  @Test(arguments: [
    (ElementType.uint8, Int64(255)), (.int8, 127), (.uint16, 65535), (.int16, 32767), (.uint4, 15),
    (.int4, 7),
  ])
  func everyTypeSaturatesAtItsLargest(_ element: ElementType, _ largest: Int64) throws {
    let codes = try quantize([1e9, .infinity, .nan], scale: 0.1, zeroPoint: point(element, 0))
    #expect(codes.integers == [largest, largest, 0])
  }

  @Test("The result is plain integers that other operators take as they are")
  func codesAreIntegers() throws {
    let codes = try quantize([3, 5], scale: 2, zeroPoint: point(.uint8, 10))
    #expect(codes.type.quantization == nil)
    #expect(try Assembled("Cast", ["to": .integer(7)], [codes]).outputs[0].integers == [12, 12])
  }

  @Test("Without a zero point the attribute names the type")
  func outputTypeByAttribute() throws {
    let x = Given.floats([2], [-3, 3])
    let codes = try Assembled("QuantizeLinear", ["output_dtype": .integer(22)], [x, .scalar(Float(1))])
      .outputs[0]
    #expect(codes.type.element == .int4)
    #expect(codes.integers == [-3, 3])
  }

  @Test("8-bit floats are scaled back as well")
  func narrowFloatsAreScaled() throws {
    let x = Given.floats([3], [1, -2, 1e6]).converted(to: TensorType(.float8e4m3, [3]))
    #expect(
      try Assembled("DequantizeLinear", [:], [x, .scalar(Float(3))]).outputs[0].floats == [3, -6, 1344])
  }

  @Test("What E4M3 cannot hold is no number without saturation, the largest with it")
  func saturationOfNarrowFloats() throws {
    let point = Given.floats([], [0]).converted(to: TensorType(.float8e4m3, []))
    let kept = try quantize([464, 465, -1e9], scale: 1, zeroPoint: point, ["saturate": .integer(0)])
    #expect(kept.floats[0] == 448)
    #expect(kept.floats[1].isNaN && kept.floats[2].isNaN)
    #expect(try quantize([1e9], scale: 1, zeroPoint: point).floats == [448])
  }

  @Test("Data that are all zero are quantised with scale 1")
  func zerosHaveAScale() throws {
    let results = try Assembled("DynamicQuantizeLinear", [:], [Given.floats([2], [0, 0])], outputCount: 3)
      .outputs
    #expect(results[0].integers == [0, 0])
    #expect(results[1].floats == [1])
    #expect(results[2].integers == [0])
  }

  @Test("A quantised convolution keeps its sums on the matrix engine and is the same prepared")
  func quantisedConvolution() throws {
    let inputs: [Tensor?] = [
      Given.integers(.uint8, 1, 3, 6, 6, in: 0...255), .scalar(Float(0.02)), point(.uint8, 128),
      Given.integers(.int8, 4, 3, 3, 3), Given.positives(4),
      Tensor(TensorType(.int8, [4]), integers: [0, 0, 0, 0]), .scalar(Float(40)), point(.uint8, 100),
      Given.integers(.int32, 4, in: -1000...1000),
    ]
    let made = try Assembled("QLinearConv", ["pads": .integers([1, 1, 1, 1])], inputs, constants: Set(1...8))
    let codes = try made.outputs[0]
    #expect(codes.type == TensorType(.uint8, [1, 4, 6, 6]))
    #expect(Set(codes.integers).count > 20)
    let prepared = try made.graph.prepared()
    #expect(try Assembled.run(prepared, made.inputs)[0].bytes == codes.bytes)
    let isContraction = try prepared.nodes.indices.map { index -> Bool in
      if case .contraction = try prepared.form(of: index) { true } else { false }
    }
    #expect(isContraction.filter { $0 }.count == 1)
  }

  @Test("Scales that fit neither the tensor nor an axis are refused by shape")
  func scalesThatDoNotFit() throws {
    let x = Given.reals(2, 3)
    let error = try #require(throws: GraphError.self) {
      try Assembled("QuantizeLinear", [:], [x, Given.positives(4)])
    }
    #expect(error.reason == "scale [4] does not fit axis 1 of [2, 3]")
    #expect(error.remedy == "a scalar or [3]")
  }
}
