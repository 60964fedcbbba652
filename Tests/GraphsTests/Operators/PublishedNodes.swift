import Tensors
import Testing

@testable import Graphs

/// A node test of the ONNX project (onnx/backend/test/data/node, `test_` + name), whatever the operator is made of:
/// attributes, inputs and expected outputs as published there, printed with seven digits. Those small enough to read are in
/// the tables beside this file, at most a few for each operator.
struct PublishedNode: CustomStringConvertible {
  let name: String
  let operation: String
  let opset: Int
  let attributes: [String: AttributeValue]
  let inputs: [Tensor?]
  /// nil for an output that is not asked for.
  let outputs: [Tensor?]

  init(
    _ name: String, _ operation: String, opset: Int, _ attributes: [String: AttributeValue],
    _ inputs: [Tensor?], _ outputs: [Tensor?]
  ) {
    self.name = name
    self.operation = operation
    self.opset = opset
    self.attributes = attributes
    self.inputs = inputs
    self.outputs = outputs
  }

  var description: String { name }
}

@Suite struct PublishedNodeTests {
  /// Equal within the bound that the standard's own test runner sets.
  @Test(
    "Results are those that ONNX publishes and onnxruntime computes",
    arguments: PublishedNode.quantization + PublishedNode.layers + PublishedNode.windows
      + PublishedNode.onnxruntime)
  func agrees(_ node: PublishedNode) throws {
    let results = try Assembled(
      node.operation, opset: node.opset, node.attributes, node.inputs, outputCount: node.outputs.count,
      omitting: Set(node.outputs.indices.filter { node.outputs[$0] == nil })
    ).outputs
    for (result, expected) in zip(results, node.outputs) {
      guard let expected else { continue }
      #expect(result.type == expected.type)
      if !expected.type.isReal {
        #expect(result.integers == expected.integers)
        continue
      }
      for (value, wanted) in zip(result.floats, expected.floats) {
        #expect(value == wanted || abs(value - wanted) <= 1e-7 + 1e-3 * abs(wanted))
      }
    }
  }
}

/// One operator, native or composite, as a graph of its own with the data it runs on.
struct Assembled {
  var graph: Graph
  var inputs: [ValueIndex: Tensor]

  /// - Parameter constants: inputs that the graph holds as constants; the others are known only to the run, except for what
  ///   shapes depend on.
  init(
    _ operation: String, opset: Int = AttributeReader.latestOpset,
    _ attributes: [String: AttributeValue] = [:],
    _ given: [Tensor?], constants: Set<Int> = [], outputCount: Int = 1,
    omitting: Set<Int> = []
  ) throws {
    let assembly = GraphAssembly(name: operation, allowsEmptyTensors: true)
    var data: [String: Tensor] = [:]
    var inputs: [ValueIndex: Tensor] = [:]
    let values = given.enumerated().map { index, tensor -> ValueIndex? in
      guard let tensor else { return nil }
      var value = Value(name: "x\(index)", type: tensor.type)
      if constants.contains(index) {
        value.initializer = .dense(tensor)
        return assembly.addConstant(value)
      }
      data[value.name] = tensor
      let place = assembly.addInput(value)
      inputs[place] = tensor
      return place
    }
    assembly.observer = DataObserver { data[$0.name]! }
    let outputs = try assembly.append(
      AssembledNode(
        name: "node", operation: operation, attributes: attributes, inputs: values,
        outputs: (0..<outputCount).map { omitting.contains($0) ? "" : "y\($0)" }, outputCount: outputCount,
        opset: opset))
    assembly.setOutputs(outputs)
    graph = assembly.graph
    self.inputs = inputs
  }

  init(graph: Graph, inputs: [ValueIndex: Tensor]) {
    self.graph = graph
    self.inputs = inputs
  }

  var outputs: [Tensor] {
    get throws { try Assembled.run(graph, inputs) }
  }

  static func run(_ graph: Graph, _ inputs: [ValueIndex: Tensor]) throws -> [Tensor] {
    let values = try ReferenceExecutor.run(graph, inputs: inputs)
    return graph.outputs.map { values[$0]! }
  }
}
