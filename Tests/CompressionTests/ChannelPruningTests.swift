import Documents
import Graphs
import RandomCases
import Tensors
import Testing

@testable import Compression

@Suite("Channels are removed through the whole graph")
struct ChannelPruningTests {
  /// The graph with everything that belongs to the weakest channels of a node's set zero, and nothing removed.
  private func zeroed(_ graph: Graph, _ node: String, _ fraction: Double) throws -> Graph {
    let map = ChannelMap(graph)
    let index = try #require(graph.nodes.firstIndex { $0.name == node })
    let weakest = try ChannelSet(of: index, in: map).weakest(fraction)
    var result = graph
    for (value, axis) in map.axes where graph.values[value].initializer != nil {
      let walk = AxisWalk(shape: graph.values[value].type.shape, axis: axis.axis)
      let floats = try graph.constant(value).floats.enumerated().map { element, number in
        weakest.contains(map.ties.root(of: axis.channels[walk.position(of: element)])) ? 0 : number
      }
      result.values[value].initializer = .dense(Tensor(graph.values[value].type.shape, floats))
    }
    return result
  }

  @Test(arguments: ["stem", "side", "hidden"], [0.25, 0.5, 0.8])
  func whatIsLeftComputesTheSameAsWithZerosInTheirPlace(_ node: String, _ fraction: Double) throws {
    let whole = try Graph.withBranches()
    let pruned = try whole.pruned(Pruning(.channels(fraction: fraction), nodes: [node]))
    #expect(isClose(try pruned.computed(), try zeroed(whole, node, fraction).computed()))
    #expect(pruned.parameterCount < whole.parameterCount)
  }

  @Test func tiedProductsLoseTheSameChannels() throws {
    let pruned = try Graph.withBranches().pruned(Pruning(.channels(fraction: 0.5), nodes: ["left"]))
    for name in ["stem", "left", "depthwise"] {
      let node = try #require(pruned.nodes.first { $0.name == name })
      #expect(pruned.values[node.outputs[0]].type.shape == [2, 4, 8, 8], "\(name)")
    }
    let depthwise = try #require(pruned.nodes.first { $0.name == "depthwise" })
    #expect(depthwise.attributes?["group"] == .integer(4))
  }

  @Test func aPrunedGraphIsStillOneThatInfersItsOwnShapes() throws {
    let pruned = try Graph.withBranches().pruned(Pruning(.channels(fraction: 0.5)))
    for node in pruned.nodes {
      let inputs = try node.inputs.map { value -> OperatorInput? in
        guard let value else { return nil }
        let constant = pruned.values[value].initializer == nil ? nil : try pruned.constant(value)
        return OperatorInput(type: pruned.values[value].type, constant: constant)
      }
      #expect(try node.operation.outputTypes(for: inputs)[0] == pruned.values[node.outputs[0]].type)
    }
    #expect(try pruned.computed().count == 8)
  }

  @Test func theModelsOutputsStay() throws {
    #expect {
      try Graph.withBranches().pruned(Pruning(.channels(fraction: 0.5), nodes: ["scores"]))
    } throws: {
      "\($0)".contains("node “scores”") && "\($0)".contains("the model's output")
    }
  }

  @Test func anOperatorThatNeedsAllChannelsIsNamed() throws {
    let graph = try graph(
      """
      {"name": "normalised", "inputs": {"x": [2, 3, 4, 4]}, "nodes": [
        {"op": "Conv", "name": "stem", "channels": 8, "kernel": 1}, {"op": "Softmax", "name": "soft", "axis": 1},
        {"op": "Flatten"}, {"op": "Gemm", "name": "scores", "features": 4}]}
      """)
    #expect {
      try graph.pruned(Pruning(.channels(fraction: 0.5), nodes: ["stem"]))
    } throws: {
      "\($0)".contains("“soft” (Softmax) needs all of them")
    }
  }

  @Test func aNameThatIsNotThereGetsTheNearest() throws {
    #expect {
      try Graph.withBranches().pruned(Pruning(.channels(fraction: 0.5), nodes: ["stam"]))
    } throws: {
      "\($0)".contains("did you mean “stem”")
    }
  }
}

extension Graph {
  fileprivate var parameterCount: Int {
    values.reduce(0) { $1.initializer == nil ? $0 : $0 + $1.type.elementCount }
  }
}
