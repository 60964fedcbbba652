import Tensors
import Testing

@testable import Graphs

/// Operands of any element type: an operator refuses them when types are inferred, or it computes.
@Suite struct ElementTypeTests {
  static let examples =
    PublishedCase.all.map { OperatorExample($0.type, $0.attributes, $0.inputs) }
    + TiledExamples.all + ContractionContractTests.examples

  static let elements: [ElementType] = [.int64, .int32, .int16, .int8, .int4, .uint64, .uint8, .uint4, .bool]

  @Test("Integers are refused by inference or computed with", arguments: elements)
  func integersAreRefusedOrComputedWith(_ element: ElementType) throws {
    for example in Self.examples {
      let reals = example.inputs.indices.filter { example.inputs[$0]?.type.isReal ?? false }
      guard let first = reals.first, let last = reals.last else { continue }
      for replaced in [reals, [first], [last]] {
        try check(example.storing(replaced, as: element))
      }
    }
  }

  /// Nothing but inference may refuse an operand for its type, and the result has the inferred type.
  private func check(_ example: OperatorExample) throws {
    guard let types = try? example.outputTypes() else { return }
    var graph = Graph(name: "test")
    graph.values = example.inputs.compactMap { $0 }.enumerated().map { index, tensor in
      Value(name: "x\(index)", type: tensor.type, initializer: .dense(tensor))
    }
    var next = 0
    let inputs = example.inputs.map { input -> ValueIndex? in
      next += input == nil ? 0 : 1
      return input == nil ? nil : next - 1
    }
    let outputs = types.indices.map { graph.values.count + $0 }
    for (index, type) in types.enumerated() { graph.values.append(Value(name: "y\(index)", type: type)) }
    graph.nodes = [Node(name: "node", operation: example.operation, inputs: inputs, outputs: outputs)]
    let results: [Tensor]
    do {
      results = try graph.evaluate(0, inputs: example.inputs)
    } catch {
      Issue.record("\(example) of \(example.inputs.map { $0?.type.element.rawValue ?? "–" }): \(error)")
      return
    }
    for (result, type) in zip(results, types) { #expect(result.type == type, "\(example)") }
  }

  @Test(arguments: [
    (LayerNormalization.self as any Operator.Type, [[2, 6], [6]]),
    (BatchNormalization.self, [[2, 6], [6], [6], [6], [6]]),
    (InstanceNormalization.self, [[2, 6, 3], [6], [6]]),
    (ReduceL2.self, [[2, 6]]), (Softmax.self, [[2, 6]]), (Sqrt.self, [[2, 6]]),
  ])
  func operatorsOnRealNumbersNameTheTypeTheyRefuse(_ type: any Operator.Type, _ shapes: [[Int]]) throws {
    let inputs = shapes.map { Tensor(zeros: TensorType(.int64, $0)) }
    let error = try #require(throws: GraphError.self) { try OperatorExample(type, [:], inputs).outputTypes() }
    #expect(error.reason == "\(type.name) is defined on real numbers and is given int64")
    #expect(error.remedy == "insert a Cast")
  }
}

extension OperatorExample {
  /// The same operator on small whole numbers of another type, at some of its inputs.
  fileprivate func storing(_ positions: [Int], as element: ElementType) -> OperatorExample {
    var other = self
    for position in positions {
      guard let tensor = inputs[position] else { continue }
      let whole = (0..<tensor.elementCount).map { Int64($0 % 2) }
      other.inputs[position] = Tensor(TensorType(element, tensor.shape), integers: whole)
    }
    return other
  }
}
