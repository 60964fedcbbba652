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

  /// A step of rounding in fp32 moves a number by up to 2⁻²⁴ of itself; sum, factor (two steps) and their product take four.
  @Test(
    "A code is the nearest to the exact result of what the file says, unless that lies on a tie but for four roundings"
  )
  func codesAreThoseOfExactResults() throws {
    let (rows, depth, columns) = (40, 96, 24)
    let data = Given.integers(.uint8, rows, depth)
    let weights = Given.integers(.int8, depth, columns)
    let scales = Given.positives(columns).floats.map { $0 * 0.01 }
    let (dataScale, dataZero, resultScale, resultZero) = (Float(0.013), Int64(97), Float(0.21), Int64(-11))
    let assembly = GraphAssembly(name: "group")
    func constant(_ name: String, _ tensor: Tensor) -> ValueIndex {
      assembly.addConstant(Value(name: name, type: tensor.type, initializer: .dense(tensor)))
    }
    func add(
      _ operation: String, _ inputs: [ValueIndex], _ attributes: [String: AttributeValue] = [:]
    ) throws -> ValueIndex {
      let name = "n\(assembly.graph.nodes.count)"
      return try assembly.append(
        AssembledNode(
          name: name, operation: operation, attributes: attributes, inputs: inputs, outputs: [name]))[0]
    }
    let input = assembly.addInput(Value(name: "x", type: data.type))
    let zero = Tensor(TensorType(.uint8, []), integers: [dataZero])
    let left = try add(
      "DequantizeLinear", [input, constant("sx", .scalar(dataScale)), constant("zx", zero)])
    let right = try add(
      "DequantizeLinear", [constant("w", weights), constant("sw", Given.floats([columns], scales))],
      ["axis": .integer(1)])
    let point = constant("zy", Tensor(TensorType(.int8, []), integers: [resultZero]))
    let codes = try add(
      "QuantizeLinear", [try add("MatMul", [left, right]), constant("sy", .scalar(resultScale)), point])
    assembly.setOutputs([codes])
    let prepared = try assembly.graph.prepared()
    #expect(prepared.nodes.count == 1)
    let results = try Assembled.run(prepared, [input: data])[0].integers
    let (x, w) = (data.integers, weights.integers)
    var compared = 0
    for (index, code) in results.enumerated() {
      let (row, column) = (index / columns, index % columns)
      let sum = (0..<depth).reduce(Int64(0)) {
        $0 + (x[row * depth + $1] - dataZero) * w[$1 * columns + column]
      }
      let exact = Double(sum) * Double(dataScale) * Double(scales[column]) / Double(resultScale)
      guard abs(abs(exact - exact.rounded(.down)) - 0.5) > abs(exact) * 0x1p-22 else { continue }
      compared += 1
      #expect(code == min(max(Int64(exact.rounded()) + resultZero, -128), 127))
    }
    #expect(compared > 950)
  }

  @Test("A product whose result is not quantised stays as it is")
  func otherProductsStay() throws {
    let codes = Given.integers(.int8, 3, 4)
    let made = try Assembled("DequantizeLinear", [:], [codes, .scalar(Float(0.1))])
    let prepared = try made.graph.prepared()
    #expect(prepared.nodes.map { type(of: $0.operation).name } == ["DequantizeLinear"])
  }
}
