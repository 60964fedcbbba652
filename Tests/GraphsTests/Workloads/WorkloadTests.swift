import Documents
import Foundation
import Graphs
import Tensors
import Testing

@Suite("Workload format") struct WorkloadTests {
  private func outputShape(_ graph: Graph) -> [Int] { graph.values[graph.outputs[0]].type.shape }

  @Test func nodesFollowEachOther() throws {
    let graph = try load(input: [1, 3, 8, 8], nodes: #"{"op": "Relu"}, {"op": "Neg"}, {"op": "Relu"}"#)
    #expect(graph.nodes.map(\.name) == ["relu1", "neg1", "relu2"])
    #expect(graph.nodes[1].inputs[0] == graph.nodes[0].outputs[0])
    #expect(graph.outputs == graph.nodes[2].outputs)
  }

  @Test func namesForkAndJoin() throws {
    let graph = try load(
      input: [2, 4],
      nodes: #"""
        {"op": "Relu", "name": "left"}, {"op": "Neg", "name": "right", "input": "x"},
        {"op": "Add", "inputs": ["left", "right"]}, {"op": "Mul", "B": "left"}
        """#)
    #expect(graph.nodes[2].inputs == [graph.nodes[0].outputs[0], graph.nodes[1].outputs[0]])
    #expect(graph.nodes[3].inputs == [graph.nodes[2].outputs[0], graph.nodes[0].outputs[0]])
  }

  @Test func nodesMayStandInAnyOrder() throws {
    let graph = try load(
      input: [2],
      nodes: #"{"op": "Relu", "name": "b", "input": "a"}, {"op": "Neg", "name": "a", "input": "x"}"#)
    #expect(graph.nodes.map(\.name) == ["a", "b"])
  }

  @Test func blocksRepeatWithTheirParameters() throws {
    let graph = try load(
      input: [1, 4],
      nodes: #"""
        {"block": "layer", "name": "l", "repeat": 2, "width": 6},
        {"op": "Add", "inputs": ["l", "l.0.relu1"]}
        """#,
      blocks: #"""
        {"layer": {"parameters": {"width": null, "factor": 1},
                   "nodes": [{"op": "Gemm", "features": "$width*$factor"}, {"op": "Relu"}]}}
        """#)
    #expect(graph.nodes.map(\.name) == ["l.0.gemm1", "l.0.relu1", "l.1.gemm1", "l.1.relu1", "add1"])
    #expect(outputShape(graph) == [1, 6])
  }

  @Test func aBlockMayTakeSeveralValuesAndHoldOthers() throws {
    let graph = try load(
      #"""
      {"inputs": {"p": [1, 4], "q": [1, 4]},
       "blocks": {
         "outer": {"inputs": ["a", "b"], "nodes": [{"block": "inner", "input": "a"}, {"op": "Add", "B": "b"}]},
         "inner": {"output": "first", "nodes": [{"op": "Relu", "name": "first"}, {"op": "Neg"}]}},
       "nodes": [{"block": "outer", "inputs": ["p", "q"]}]}
      """#)
    let add = graph.nodes[2]
    #expect(add.inputs == [graph.nodes[0].outputs[0], graph.inputs[1]])
    #expect(graph.nodes[0].name == "outer1.inner1.first")
  }

  @Test(arguments: [
    ("7", 7), ("$n", 4), ("$n*2+1", 9), ("1+$n*2", 9), ("($n+1)*2", 10), ("-(1-$n)", 3), ("$n/3", 1),
    ("$n%3", 1), (" 2 * $n ", 8), ("$n*$n-$n", 12),
  ])
  func expressionsAreWholeNumberArithmetic(_ text: String, _ value: Int) throws {
    let graph = try load(
      #"""
      {"parameters": {"n": 4}, "inputs": {"x": [1, 3]}, "nodes": [{"op": "Gemm", "features": \#(
        text == "7" ? text : "\"\(text)\"")}]}
      """#)
    #expect(outputShape(graph) == [1, value])
  }

  @Test func parametersCanBeOverridden() throws {
    let text = #"{"parameters": {"batch": 1}, "inputs": {"x": ["$batch", 3]}, "nodes": [{"op": "Relu"}]}"#
    #expect(outputShape(try load(text)) == [1, 3])
    #expect(outputShape(try load(text, overrides: ["batch": 5])) == [5, 3])
    let error = try #require(throws: InputError.self) { try load(text, overrides: ["bach": 5]) }
    #expect(error.description == "model.json: unknown parameter “bach”; did you mean “batch”?")
  }

  @Test func attributesMayHaveTheirONNXNames() throws {
    let short = try load(
      input: [1, 2, 9, 9],
      nodes: #"{"op": "Conv", "channels": 4, "kernel": 3, "stride": 2, "pad": 1, "dilation": 2, "groups": 2}"#
    )
    let long = try load(
      input: [1, 2, 9, 9],
      nodes: #"""
        {"op": "Conv", "W": {"shape": [4, 1, 3, 3]}, "kernel_shape": [3, 3], "strides": [2, 2],
         "pads": [1, 1, 1, 1], "dilations": [2, 2], "group": 2}
        """#)
    #expect(outputShape(short) == outputShape(long))
  }

  @Test func weightsFollowFromNamesAndSeeds() throws {
    func weight(_ more: String, seed: Int = 0) throws -> [Float] {
      let graph = try load(
        #"""
        {"fill": {"seed": \#(seed)}, "inputs": {"x": [1, 3]},
         "nodes": [{"op": "Gemm", "features": 2, "bias": false\#(more)}]}
        """#)
      return try graph.constant(graph.nodes[0].inputs[1]!).floats
    }
    #expect(try weight("") == weight(""))
    #expect(try weight("") != weight(#", "name": "other""#))
    #expect(try weight("") != weight("", seed: 1))
    #expect(try weight(#", "B": {"seed": 3}"#) == weight(#", "name": "other", "B": {"seed": 3}"#))
    #expect(try weight("").allSatisfy { abs($0) <= Float(2).squareRoot() })
  }

  @Test func literalsAreConstants() throws {
    let graph = try load(
      input: [2, 2], nodes: #"{"op": "Mul", "B": [[1, 2], [3, 4]]}, {"op": "Add", "B": 0.5}"#)
    let x = Tensor(TensorType(.float32, [2, 2]), floats: [1, 1, 2, 2])
    let result = try ReferenceExecutor.run(graph, inputs: [graph.inputs[0]: x])[graph.outputs[0]]!
    #expect(result.floats == [1.5, 2.5, 6.5, 8.5])
    #expect(graph.values[graph.nodes[1].inputs[1]!].type.shape == [])
  }

  @Test func constantsAndShapesAreKnownAtOnce() throws {
    let graph = try load(
      input: [2, 6],
      nodes: #"""
        {"op": "Shape", "name": "s"}, {"op": "Slice", "name": "rows", "starts": 0, "ends": 1, "axes": 0},
        {"op": "Constant", "name": "rest", "value": {"element": "int64", "values": [-1]}},
        {"op": "Concat", "name": "wanted", "inputs": ["rest", "rows"], "axis": 0},
        {"op": "Reshape", "input": "x", "shape": "wanted"}
        """#)
    #expect(graph.nodes.map(\.name) == ["reshape1"])
    #expect(outputShape(graph) == [6, 2])
  }

  @Test(arguments: [
    "bert-base", "deepspeech2", "digits-cnn", "keyword-ds-cnn", "matmul-4x4", "mlp", "mobilenet-v2",
    "gemm", "one-conv", "resnet18", "resnet50", "ssd-mobilenet", "unet", "yolov3-tiny",
  ])
  func everyModelThatShipsCanBePrepared(_ name: String) throws {
    let graph = try loadWorkload(name)
    #expect(graph.name == name)
    for precision in Graph.precisions {
      #expect(try graph.prepared(precision: precision, calibrate: false).nodes.count > 0)
    }
  }
}
