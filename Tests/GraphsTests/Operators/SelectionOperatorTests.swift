import Tensors
import Testing

@testable import Graphs

/// Operators whose results follow from the values of indices and conditions.
@Suite struct SelectionOperatorTests {
  @Test("uint64 beyond Int64.max keeps its order and its quotients")
  func wideUnsignedNumbersKeepTheirOrder() throws {
    let large = Int64(bitPattern: UInt64.max - 1)
    let a = Tensor(TensorType(.uint64, [2]), integers: [large, 5])
    let b = Tensor(TensorType(.uint64, [2]), integers: [7, 9])
    func result(_ type: any Operator.Type, _ attributes: [String: AttributeValue] = [:]) throws -> [UInt64] {
      try OperatorExample(type, attributes, [a, b]).evaluate()[0].integers.map { UInt64(bitPattern: $0) }
    }
    #expect(try result(Max.self) == [UInt64.max - 1, 9])
    #expect(try result(Min.self) == [7, 5])
    #expect(try result(Greater.self) == [1, 0])
    #expect(try result(Div.self) == [(UInt64.max - 1) / 7, 0])
    #expect(try result(Mod.self) == [(UInt64.max - 1) % 7, 5])
    #expect(try result(BitShift.self, ["direction": .string("RIGHT")]) == [(UInt64.max - 1) >> 7, 0])
    #expect(try OperatorExample(ArgMax.self, [:], [a]).evaluate()[0].integers == [0])
    #expect(try OperatorExample(TopK.self, [:], [a, Given.list(1)]).evaluate()[1].integers == [0])
    #expect(Tensor(TensorType(.float32, [2]), floats: a.floats).floats == [Float(UInt64.max), 5])
  }

  @Test(arguments: [("none", 7), ("add", 12), ("mul", 35), ("max", 7), ("min", 5)])
  func scatterCombinesInOrder(_ reduction: String, expected: Int64) throws {
    for element in [ElementType.float32, .int32, .uint64] {
      let data = Tensor(TensorType(element, [3]), integers: [5, 5, 5])
      let updates = Tensor(TensorType(element, [1]), integers: [7])
      let attributes: [String: AttributeValue] = ["reduction": .string(reduction)]
      for (type, indices) in [
        (ScatterElements.self as any Operator.Type, Given.list(-2)),
        (ScatterND.self, Given.list(1).reshaped(to: [1, 1])),
      ] {
        let result = try OperatorExample(type, attributes, [data, indices, updates]).evaluate()[0]
        #expect(result.floats == [5, Float(expected), 5], "\(reduction) of \(element)")
      }
    }
  }

  @Test("Exact shapes follow from constants; without them there is room for the most")
  func shapesThatDependOnDataAreExactForConstants() throws {
    let input = Given.floats([6], [2, 1, 1, 3, 4, 3])
    let condition = Tensor(TensorType(.bool, [6]), integers: [1, 0, 0, 1, 0, 1])
    let cases: [(OperatorExample, Int)] = [
      (OperatorExample(Unique.self, [:], [input]), 4),
      (OperatorExample(Compress.self, [:], [input, condition]), 3),
    ]
    for (example, count) in cases {
      #expect(type(of: example.operation).shapesDependOnData)
      #expect(try example.outputTypes()[0].shape == [count])
      let open = example.inputs.map { $0.map { OperatorInput(type: $0.type) } }
      let room = try example.operation.outputTypes(for: open)
      #expect(room[0].shape == [6])
      let padded = try example.operation.evaluate(example.inputs, outputs: room)[0].floats
      #expect(Array(padded.prefix(count)) == (try example.evaluate()[0].floats))
      #expect(padded.dropFirst(count).allSatisfy { $0 == 0 })
    }
  }

  @Test("The standard's examples of Unique")
  func uniqueFindsFirstsMembersAndCounts() throws {
    let unsorted = try OperatorExample(
      Unique.self, ["sorted": .integer(0)], [Given.list(2, 1, 1, 3, 4, 3)]
    ).evaluate()
    #expect(unsorted.map(\.integers) == [[2, 1, 3, 4], [0, 1, 3, 4], [0, 1, 1, 2, 3, 2], [1, 2, 2, 1]])
    let rows = Given.floats([3, 3], [1, 0, 0, 1, 0, 0, 2, 3, 4])
    let sliced = try OperatorExample(Unique.self, ["axis": .integer(0)], [rows]).evaluate()
    #expect(sliced[0].floats == [1, 0, 0, 2, 3, 4])
    #expect(sliced.dropFirst().map(\.integers) == [[0, 2], [0, 0, 1], [2, 1]])
  }

  @Test func theFewestOutputsAreInferred() throws {
    let unique = try OperatorRegistry.make("Unique", outputCount: 2)
    let input = OperatorInput(type: TensorType(.float32, [4]))
    #expect(try unique.outputTypes(for: [input]).count == 2)
  }

  @Test("Indices outside their axis are refused, not read")
  func indicesOutsideAreRefused() throws {
    let data = Given.reals(2, 3)
    let outside = Tensor(TensorType(.int64, [1, 3]), integers: [0, 2, 1])
    for example in [
      OperatorExample(GatherElements.self, [:], [data, outside]),
      OperatorExample(ScatterElements.self, [:], [data, outside, Given.reals(1, 3)]),
      OperatorExample(ArrayFeatureExtractor.self, [:], [data, Given.list(3)]),
    ] {
      #expect(throws: GraphError.self) { try example.evaluate() }
    }
  }

  @Test("A tree whose branches run in a circle is an error, not an endless walk")
  func circularTreesAreRefused() throws {
    let tree: [String: AttributeValue] = [
      "tree_roots": .integers([0]), "n_targets": .integer(1), "nodes_featureids": .integers([0, 0]),
      "nodes_modes": .tensor(Tensor(TensorType(.uint8, [2]), integers: [0, 0])),
      "nodes_splits": .tensor(Given.floats([2], [0, 0])), "nodes_trueleafs": .integers([0, 0]),
      "nodes_falseleafs": .integers([1, 0]), "nodes_truenodeids": .integers([1, 0]),
      "nodes_falsenodeids": .integers([0, 0]), "leaf_weights": .tensor(Given.floats([1], [2])),
      "leaf_targetids": .integers([0]),
    ]
    let operation = try OperatorRegistry.make("ai.onnx.ml::TreeEnsemble", attributes: tree)
    let output = [TensorType(.float32, [1, 1])]
    #expect(try operation.evaluate([Given.floats([1, 1], [1])], outputs: output)[0].floats == [2])
    #expect(throws: GraphError.self) {
      try operation.evaluate([Given.floats([1, 1], [-1])], outputs: output)
    }
  }
}
