import Graphs
import Tensors
import Testing

/// Cutting a node into boxes changes nothing.
@Suite("Node evaluation") struct NodeEvaluatorTests {
  /// The values of every node's operands in a run.
  private func values(of graph: Graph) throws -> [ValueIndex: Tensor] {
    let all = Set(graph.values.indices.filter { graph.values[$0].initializer == nil })
    var values = try ReferenceExecutor.run(graph, inputs: graph.seededInputs(), keeping: all)
    for value in graph.values.indices where graph.values[value].initializer != nil {
      values[value] = try graph.constant(value)
    }
    return values
  }

  /// Boxes that make up a tensor: every axis that may be cut in two unequal parts.
  private func boxes(of shape: [Int], axes: [Int]) -> [Box] {
    axes.reduce([Box(shape: shape)]) { boxes, axis in
      boxes.flatMap { box -> [Box] in
        let cut = (shape[axis] + 2) / 3
        guard cut < shape[axis] else { return [box] }
        return [box.replacing(axis, with: 0..<cut), box.replacing(axis, with: cut..<shape[axis])]
      }
    }
  }

  private func cut(_ value: Tensor?, _ box: Box?) -> Tensor? {
    guard let value, let box else { return nil }
    return value[box]
  }

  @Test(arguments: PassTests.models.keys.sorted(), [ElementType.float32, .bfloat16, .int8])
  func boxesOfTiledNodesAreTheWhole(_ model: String, element: ElementType) throws {
    let graph = try load(PassTests.models[model]!).prepared(precision: element)
    let values = try values(of: graph)
    for (index, node) in graph.nodes.enumerated() {
      guard case .tiled(_, let tile) = try graph.form(of: index) else { continue }
      let whole = values[node.outputs[0]]!
      var joined = Tensor(zeros: whole.type)
      for box in boxes(of: whole.shape, axes: tile.splittableAxes) {
        let inputs = node.inputs.enumerated().map { position, value in
          cut(value.flatMap { values[$0] }, tile.inputBox(position, for: box))
        }
        let operands = node.epilogueOperands.indices.map { operand in
          cut(values[node.epilogueOperands[operand]], graph.epilogueBox(index, operand: operand, for: box))
        }
        let part = try graph.evaluateTile(index, inputs: inputs, epilogueOperands: operands, output: box)
        joined.write(part, at: box)
      }
      #expect(joined.bytes == whole.bytes, "\(node.name)")
    }
  }

  @Test(arguments: PassTests.models.keys.sorted())
  func contractionsOfIntegersMayBeCutAnywhere(_ model: String) throws {
    let graph = try load(PassTests.models[model]!).prepared(precision: .int8)
    let values = try values(of: graph)
    for (index, node) in graph.nodes.enumerated() {
      let evaluator = try graph.evaluator(of: index)
      guard case .contraction(let contraction) = evaluator.form else { continue }
      #expect(evaluator.accumulatorElement == .int32)
      let whole = values[node.outputs[0]]!
      var joined = Tensor(zeros: whole.type)
      let axes = contraction.rowAxes + contraction.groupAxes + [contraction.columnAxis]
      for box in boxes(of: whole.shape, axes: axes) {
        var accumulator = evaluator.emptyAccumulator(for: box)
        let half = (contraction.reductionUnits + 1) / 2
        for units in [0..<half, half..<contraction.reductionUnits] where !units.isEmpty {
          evaluator.contract(
            a: values[node.inputs[0]!]![contraction.inputBox(0, for: box, reduction: units)],
            b: values[node.inputs[1]!]![contraction.inputBox(1, for: box, reduction: units)],
            output: box, reduction: units, into: &accumulator)
        }
        let operands = node.epilogueOperands.indices.map { operand in
          cut(values[node.epilogueOperands[operand]], graph.epilogueBox(index, operand: operand, for: box))
        }
        let part = try graph.finish(index, accumulator: accumulator, epilogueOperands: operands, output: box)
        joined.write(part, at: box)
      }
      #expect(joined.bytes == whole.bytes, "\(node.name)")
    }
  }

  @Test func quantisedProductsAreScaledOnceAndRoundedOnce() throws {
    // 3 · 0.5 = 1.5 and 5 · 0.25 = 1.25; four products of 1.875 are 7.5; at a scale of 2, 3.75 rounds to 4.
    let a = Value(name: "a", type: TensorType(.int8, [1, 4], quantization: Quantization(scale: 0.5)))
    let b = Value(name: "b", type: TensorType(.int8, [4, 1], quantization: Quantization(scale: 0.25)))
    let y = Value(name: "y", type: TensorType(.int8, [1, 1], quantization: Quantization(scale: 2)))
    let product = Node(
      name: "product", operation: try OperatorRegistry.make("MatMul"), inputs: [0, 1], outputs: [2])
    let graph = Graph(name: "g", values: [a, b, y], nodes: [product], inputs: [0, 1], outputs: [2])
    let result = try graph.evaluate(
      0, inputs: [Tensor(type: a.type, bytes: [3, 3, 3, 3]), Tensor(type: b.type, bytes: [5, 5, 5, 5])])
    #expect(result[0].bytes == [4])
  }

  @Test func epilogueBoxesFollowBroadcasting() {
    let box = Box(lower: [1, 2, 3], extent: [1, 4, 2])
    func operandBox(_ shape: [Int]) -> Box {
      NodeEvaluator.epilogueBox(operandShape: shape, outputShape: [2, 6, 5], output: box)
    }
    #expect(operandBox([2, 6, 5]) == box)
    #expect(operandBox([6, 1]) == Box(lower: [2, 0], extent: [4, 1]))
    #expect(operandBox([1, 5]) == Box(lower: [0, 3], extent: [1, 2]))
    #expect(operandBox([]) == Box(lower: [], extent: []))
  }
}
