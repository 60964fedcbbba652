import Documents
import Graphs
import Tensors
import Testing

@Suite("Graph builder") struct GraphBuilderTests {
  private func builder(_ nodes: [NodeDescription]) throws -> GraphBuilder {
    var builder = GraphBuilder(name: "g", file: "g.onnx")
    builder.addInput("x", type: TensorType(.float32, [2, 3]))
    for node in nodes { try builder.addNode(node) }
    return builder
  }

  @Test func sortsNodesAndKeepsTheGivenOrderWhereItCan() throws {
    let graph = try builder([
      NodeDescription(name: "c", operation: "Add", inputs: ["a", "b"]),
      NodeDescription(name: "b", operation: "Neg", inputs: ["x"]),
      NodeDescription(name: "a", operation: "Relu", inputs: ["x"]),
      NodeDescription(name: "d", operation: "Relu", inputs: ["x"]),
    ]).build()
    #expect(graph.nodes.map(\.name) == ["a", "b", "c", "d"])
    #expect(graph.producer[graph.nodes[2].outputs[0]] == 2)
    #expect(graph.consumers[graph.inputs[0]] == [0, 1, 3])
  }

  @Test func everyNodeComesAfterThoseItNeeds() throws {
    // A ladder in reverse order: as deep as recursion would not survive.
    let count = 20_000
    let nodes = (0..<count).reversed().map { index in
      NodeDescription(name: "n\(index)", operation: "Relu", inputs: [index == 0 ? "x" : "n\(index - 1)"])
    }
    let graph = try builder(nodes).build()
    #expect(graph.nodes.map(\.name) == (0..<count).map { "n\($0)" })
  }

  @Test func outputsWithoutNamesAreCalledAfterTheirNode() throws {
    var builder = try builder([
      NodeDescription(
        name: "parts", operation: "Split",
        attributes: ["axis": .integer(1), "split": .integers([1, 2])], inputs: ["x"], outputs: ["first"])
    ])
    builder.addOutput("parts.1")
    let graph = try builder.build()
    #expect(graph.values[graph.outputs[0]].name == "parts.1")
    #expect(graph.values[graph.outputs[0]].type.shape == [2, 2])
  }

  @Test func placesNameFileAndNode() throws {
    let error = try #require(throws: InputError.self) {
      try builder([NodeDescription(name: "sum", operation: "Add", inputs: ["x", "y"])]).build()
    }
    #expect(error.place == "g.onnx: node “sum”")
    #expect(error.reason == "unknown value “y”")
  }

  @Test func aGraphWithoutNodesIsNoModel() throws {
    let error = try #require(throws: InputError.self) { try builder([]).build() }
    #expect(error.description == "g.onnx: has no nodes and no outputs; a model needs at least one node")
  }
}
