import Graphs
import Tensors
import Testing

@Suite("Reference executor") struct ReferenceExecutorTests {
  @Test func reportsEveryNodeInOrderAndReturnsOutputs() throws {
    let graph = try load(
      input: [1, 4], nodes: #"{"op": "Relu"}, {"op": "Neg"}, {"op": "Add", "B": "x"}"#)
    var seen: [NodeIndex] = []
    let x = Tensor(TensorType(.float32, [1, 4]), floats: [1, -2, 3, -4])
    let results = try ReferenceExecutor.run(graph, inputs: [graph.inputs[0]: x]) { node, _ in
      seen.append(node)
    }
    #expect(seen == [0, 1, 2])
    #expect(results.count == 1)
    #expect(results[graph.outputs[0]]!.floats == [0, -2, 0, -4])
  }

  @Test func keepsWhatItIsAskedFor() throws {
    let graph = try load(input: [1, 2], nodes: #"{"op": "Relu"}, {"op": "Neg"}"#)
    let middle = graph.nodes[0].outputs[0]
    let results = try ReferenceExecutor.run(graph, inputs: graph.seededInputs(), keeping: [middle])
    #expect(Set(results.keys) == [middle, graph.outputs[0]])
  }

  @Test func seededInputsAreTheSameEveryTimeAndValidAsIndices() throws {
    let graph = try load(
      #"""
      {"inputs": {"ids": {"shape": [50], "element": "int64"}, "x": [50, 3]},
       "nodes": [{"op": "Gather", "data": {"shape": [7, 3]}, "indices": "ids"}, {"op": "Add", "B": "x"}]}
      """#)
    let inputs = graph.seededInputs()
    #expect(inputs[graph.inputs[0]]!.integers.allSatisfy { (0..<7).contains($0) })
    #expect(inputs[graph.inputs[1]]!.floats.allSatisfy { abs($0) <= 1 })
    #expect(inputs[graph.inputs[1]]!.bytes == graph.seededInputs()[graph.inputs[1]]!.bytes)
    _ = try graph.seededOutputs()
  }

  @Test func digitsClassifyTheSameWithEveryBatch() throws {
    let one = try loadWorkload("digits-cnn")
    let two = try loadWorkload("digits-cnn", overrides: ["batch": 2])
    let outputs = try two.seededOutputs()[0]
    #expect(outputs.shape == [2, 10])
    let first = two.seededInputs()[two.inputs[0]]![Box(shape: [1, 3, 8, 8])]
    let alone = try ReferenceExecutor.run(one, inputs: [one.inputs[0]: first])[one.outputs[0]]!
    #expect(relativeDifference(alone, outputs[Box(shape: [1, 10])]) < 1e-6)
  }
}
