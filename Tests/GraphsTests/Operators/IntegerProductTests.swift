import Tensors
import Testing

@testable import Graphs

/// Products of plain integers: exact, on a matrix engine, with zero points in whatever way they are given.
@Suite struct IntegerProductTests {
  /// An integer product with zero points for both operands; the second operand is constant.
  struct Example: CustomStringConvertible {
    var operation: String
    var attributes: [String: AttributeValue] = [:]
    var a: Tensor
    var b: Tensor
    var description: String { "\(operation) of \(a.shape), \(b.shape)" }
  }

  static let examples = [
    Example(
      operation: "MatMulInteger", a: Given.integers(.uint8, 5, 7, in: 0...255), b: Given.integers(.int8, 7, 4)
    ),
    Example(
      operation: "MatMulInteger", a: Given.integers(.uint8, 2, 3, 4, 7, in: 0...255),
      b: Given.integers(.uint8, 3, 7, 4, in: 0...255)),
    Example(operation: "MatMulInteger", a: Given.integers(.int8, 7), b: Given.integers(.int8, 7, 4)),
    Example(
      operation: "ConvInteger",
      attributes: ["pads": .integers([1, 0, 2, 1]), "strides": .integers([2, 1])],
      a: Given.integers(.uint8, 2, 3, 6, 5, in: 0...255), b: Given.integers(.int8, 4, 3, 3, 2)),
    Example(
      operation: "ConvInteger", attributes: ["group": .integer(2), "auto_pad": .string("SAME_UPPER")],
      a: Given.integers(.int8, 1, 4, 5, 5), b: Given.integers(.int8, 6, 2, 3, 3)),
  ]

  private static func zeroPoint(_ operand: Tensor, _ value: Int64) -> Tensor {
    Tensor(TensorType(operand.type.element, []), integers: [value])
  }

  private static func points(_ example: Example) -> [Tensor] {
    [
      zeroPoint(example.a, example.a.type.element == .uint8 ? 131 : -5),
      zeroPoint(example.b, example.b.type.element == .uint8 ? 119 : 3),
    ]
  }

  /// The same sums in real numbers, which hold them exactly.
  private static func expected(_ example: Example) throws -> [Int64] {
    let operands = zip([example.a, example.b], points(example)).map { operand, point in
      Tensor(
        TensorType(.float32, operand.shape), floats: operand.integers.map { Float($0 - point.integers[0]) })
    }
    let name = example.operation == "ConvInteger" ? "Conv" : "MatMul"
    return try Assembled(name, example.attributes, operands).outputs[0].floats.map { Int64($0) }
  }

  @Test("Zero points are taken out exactly, known before the run or not", arguments: examples)
  func zeroPointsAreTakenOut(_ example: Example) throws {
    let expected = try Self.expected(example)
    for constants in [Set([1, 2, 3]), [1, 3], [1], []] {
      let made = try Assembled(
        example.operation, example.attributes, [example.a, example.b] + Self.points(example),
        constants: constants)
      #expect(try made.outputs[0].integers == expected)
      #expect(try made.outputs[0].type.element == .int32)
      let prepared = try made.graph.prepared()
      #expect(try Assembled.run(prepared, made.inputs)[0].integers == expected, "constants \(constants)")
    }
  }

  @Test("With a constant second operand all the work is on the matrix engine", arguments: examples)
  func productsAreContractions(_ example: Example) throws {
    for constants in [Set([1, 2, 3]), [1, 3]] {
      let graph = try Assembled(
        example.operation, example.attributes, [example.a, example.b] + Self.points(example),
        constants: constants
      ).graph.prepared()
      let products = graph.nodes.indices.filter { graph.nodes[$0].operation is any IntegerProduct }
      #expect(products.count == 1)
      for node in products {
        guard case .contraction = try graph.form(of: node) else {
          Issue.record("\(example) is no contraction")
          continue
        }
        #expect(graph.nodes[node].inputs.count == 2)
        #expect(try graph.evaluator(of: node).accumulatorElement == .int32)
      }
    }
  }

  @Test("Boxes and parts of the reduction add up to the whole", arguments: examples)
  func partsMakeTheWhole(_ example: Example) throws {
    let graph = try Assembled(
      example.operation, example.attributes, [example.a, example.b] + Self.points(example),
      constants: [1, 2, 3]
    ).graph.prepared()
    let evaluator = try graph.evaluator(of: 0)
    guard case .contraction(let contraction) = evaluator.form else { return }
    let whole = Tensor(
      TensorType(.int32, graph.values[graph.outputs[0]].type.shape), integers: try Self.expected(example))
    let units = contraction.reductionUnits
    for row in 0..<whole.shape[whole.shape.count - 1] {
      let box = Box(shape: whole.shape).replacing(whole.shape.count - 1, with: row..<row + 1)
      guard contraction.columnAxis != whole.shape.count - 1 || contraction.columnsPerGroup == whole.shape.last
      else { continue }
      var sums = evaluator.emptyAccumulator(for: box)
      for part in [0..<units / 2, units / 2..<units] where !part.isEmpty {
        evaluator.contract(
          a: example.a[contraction.inputBox(0, for: box, reduction: part)],
          b: example.b[contraction.inputBox(1, for: box, reduction: part)], output: box, reduction: part,
          into: &sums)
      }
      #expect(try evaluator.finish(sums, output: box).integers == whole[box].integers)
    }
  }

  @Test("Rows and columns may have zero points of their own")
  func zeroPointsByRowAndColumn() throws {
    let a = Tensor(TensorType(.uint8, [2, 2]), integers: [10, 20, 30, 40])
    let b = Tensor(TensorType(.int8, [2, 2]), integers: [1, 2, 3, 4])
    let rows = Tensor(TensorType(.uint8, [2]), integers: [10, 30])
    let columns = Tensor(TensorType(.int8, [2]), integers: [1, 2])
    let sums = try Assembled("MatMulInteger", [:], [a, b, rows, columns]).outputs[0]
    #expect(sums.integers == [20, 20, 20, 20])
  }

  @Test("Operands of more than 8 bits or of real numbers are refused")
  func otherOperandsAreRefused() throws {
    let error = try #require(throws: GraphError.self) {
      try Assembled("MatMulInteger", [:], [Given.reals(2, 3), Given.integers(.int8, 3, 2)])
    }
    #expect(error.reason == "MatMulInteger is given fp32")
  }
}
