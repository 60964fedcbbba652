import Tensors
import Testing

@testable import Graphs

/// Models quantised with pairs of QuantizeLinear and DequantizeLinear, as integers.
@Suite("Quantised groups") struct QuantizedGroupTests {
  /// data → Q → DQ → Conv (+ bias) → Relu → Q → DQ → Flatten → Gemm → Q → DQ, weights and biases stored as codes.
  private func model(dataType: ElementType, isRectified: Bool) throws -> Assembled {
    let made = try Assembled("Identity", [:], [Given.reals(2, 3, 6, 6)])
    let assembly = GraphAssembly(name: "model")
    var x = assembly.addInput(made.graph.values[made.graph.inputs[0]])
    let zeroPoint = Tensor(TensorType(dataType, []), integers: [dataType == .uint8 ? 128 : -3])
    func constant(_ name: String, _ tensor: Tensor) -> ValueIndex {
      assembly.addConstant(Value(name: name, type: tensor.type, initializer: .dense(tensor)))
    }
    var count = 0
    func add(
      _ operation: String, _ inputs: [ValueIndex?], _ attributes: [String: AttributeValue] = [:]
    ) throws -> ValueIndex {
      count += 1
      let name = "n\(count)"
      return try assembly.append(
        AssembledNode(
          name: name, operation: operation, attributes: attributes, inputs: inputs, outputs: [name]))[0]
    }
    func coded(_ value: ValueIndex, scale: Float) throws -> ValueIndex {
      let factor = constant("s\(count)", .scalar(scale))
      let point = constant("z\(count)", zeroPoint)
      let codes = try add("QuantizeLinear", [value, factor, point])
      return try add("DequantizeLinear", [codes, factor, point])
    }
    func decoded(_ codes: Tensor, scales: Tensor, axis: Int) throws -> ValueIndex {
      let stored = constant("w\(count)", codes)
      return try add("DequantizeLinear", [stored, constant("f\(count)", scales)], ["axis": .integer(axis)])
    }
    x = try coded(x, scale: 0.016)
    let scales = Given.positives(4).floats.map { $0 * 0.01 }
    let weights = try decoded(
      Given.integers(.int8, 4, 3, 3, 3), scales: Given.floats([4], scales), axis: 0)
    let bias = try decoded(
      Given.integers(.int32, 4, in: -500...500), scales: Given.floats([4], scales.map { $0 * 0.016 }), axis: 0
    )
    x = try add("Conv", [x, weights, bias], ["pads": .integers([1, 1, 1, 1])])
    if isRectified { x = try add("Relu", [x]) }
    x = try coded(try add("Flatten", [try coded(x, scale: 0.05)]), scale: 0.05)
    let dense = try decoded(Given.integers(.int8, 5, 144), scales: .scalar(Float(0.02)), axis: 0)
    x = try coded(try add("Gemm", [x, dense], ["transB": .integer(1)]), scale: 2)
    assembly.setOutputs([x])
    return Assembled(graph: assembly.graph, inputs: [0: made.inputs[0]!])
  }

  @Test(
    "Products become contractions of integers and keep their codes, but for ties",
    arguments: [ElementType.uint8, .int8], [true, false])
  func groupsBecomeIntegerProducts(_ element: ElementType, isRectified: Bool) throws {
    let model = try model(dataType: element, isRectified: isRectified)
    let expected = try model.outputs[0].floats
    let graph = try model.graph.prepared()
    let products = graph.nodes.filter { $0.operation is any IntegerProduct }
    #expect(products.count == 2)
    #expect(products.allSatisfy { !$0.epilogue.isEmpty })
    #expect(!graph.nodes.contains { $0.operation is Conv || $0.operation is Gemm })
    for (value, wanted) in zip(try Assembled.run(graph, model.inputs)[0].floats, expected) {
      #expect(abs(value - wanted) <= 2)
    }
    #expect(Set(expected).count > 4)
  }

  @Test("A product whose result is not quantised stays as it is")
  func otherProductsStay() throws {
    let codes = Given.integers(.int8, 3, 4)
    let made = try Assembled("DequantizeLinear", [:], [codes, .scalar(Float(0.1))])
    let prepared = try made.graph.prepared()
    #expect(prepared.nodes.map { type(of: $0.operation).name } == ["DequantizeLinear"])
  }
}
