import Documents
import Foundation
import Onnx
import RandomCases
import Tensors
import Testing

@testable import Graphs

@Suite("Exporting graphs as ONNX")
struct ExportTests {
  private static let small = ["mlp", "digits-cnn", "gemm", "matmul-4x4", "one-conv", "keyword-ds-cnn"]
  private static let precisions: [ElementType] = [.float32, .float16, .bfloat16]

  /// Exports, imports and exports again: the same bytes, and the same bits computed.
  private func checkRoundTrip(of graph: Graph, computing: Bool = true, _ comment: Comment? = nil) throws {
    let weights: Graph.FormulaWeights = computing ? .elements : .formula
    let bytes = try graph.onnxModel(formulaWeights: weights).encoded()
    let model = try OnnxModel.decode(bytes, path: "exported.onnx")
    let inputs = graph.givenInputs.mapValues { ModelValue.tensor($0) }
    let imported = try Graph.importing(model, options: ImportOptions(inputs: inputs)).graph
    #expect(try imported.onnxModel(formulaWeights: weights).encoded() == bytes, comment)
    #expect(imported.inputs.map { imported.values[$0].name } == graph.inputs.map { graph.values[$0].name })
    guard computing else { return }
    for (expected, result) in zip(try graph.seededOutputs(), try imported.seededOutputs()) {
      #expect(expected.type == result.type, comment)
      #expect(expected.bytes == result.bytes, comment)
    }
  }

  @Test("workloads come back exactly", arguments: small)
  func workloads(name: String) throws { try checkRoundTrip(of: loadWorkload(name)) }

  @Test("workloads that are ready for a chip come back exactly, in every precision", arguments: small)
  func preparedWorkloads(name: String) throws {
    for precision in ExportTests.precisions {
      try checkRoundTrip(of: loadWorkload(name).prepared(precision: precision), "\(precision.rawValue)")
    }
  }

  @Test(
    "large workloads come back with the same bytes, their weights as formulas",
    arguments: [
      "bert-base", "deepspeech2", "mobilenet-v2", "resnet50", "ssd-mobilenet", "unet", "yolov3-tiny",
    ])
  func largeWorkloads(name: String) throws {
    let graph = try loadWorkload(name)
    try checkRoundTrip(of: graph, computing: false)
    try checkRoundTrip(of: graph.prepared(precision: .bfloat16), computing: false)
  }

  @Test(
    "a workload that leaves room for more boxes than its data has keeps the room")
  func roomForMore() throws {
    let graph = try load(
      """
      {"inputs": {"boxes": [1, 6, 4], "scores": [1, 2, 6]}, "nodes": [
        {"op": "NonMaxSuppression", "inputs": ["boxes", "scores"], "max_output_boxes_per_class": 5, \
      "iou_threshold": 0.5, "score_threshold": 0.3, "name": "chosen"},
        {"op": "Cast", "to": "fp32"}]}
      """)
    #expect(graph.values[graph.outputs[0]].type.shape == [10, 3])
    try checkRoundTrip(of: graph)
    // The file holds for any boxes, not for those that it was written with.
    let model = try OnnxModel.decode(graph.onnxModel().encoded(), path: "exported.onnx")
    let boxes = graph.seededInputs()[graph.inputs[0]]!
    for score in [Float(0), 1] {
      let data = [
        boxes, Tensor(TensorType(.float32, [1, 2, 6]), floats: [Float](repeating: score, count: 12)),
      ]
      let wanted = try ReferenceExecutor.run(
        graph, inputs: Dictionary(uniqueKeysWithValues: zip(graph.inputs, data)))[graph.outputs[0]]
      let given = ["boxes": ModelValue.tensor(data[0]), "scores": .tensor(data[1])]
      let imported = try Graph.importing(model, options: ImportOptions(inputs: given)).graph
      #expect(try imported.seededOutputs()[0].bytes == wanted?.bytes)
    }
  }

  @Test("random models come back exactly, as they are and ready for a chip", arguments: 0..<40)
  func randomModels(seed: Int) throws {
    let graph = try RandomGraphs.graph(seed: seed)
    try checkRoundTrip(of: graph)
    for precision in ExportTests.precisions {
      try checkRoundTrip(of: graph.prepared(precision: precision), "\(precision.rawValue)")
    }
  }

  @Test(
    "steps of recurrent layers become operators of the standard", arguments: RecurrentLoweringTests.layers)
  func recurrentSteps(layer: String) throws {
    let outputs = layer.contains("LSTM") ? #"["y", "h", "c"]"# : #"["y", "h"]"#
    let graph = try load(
      #"""
      {"inputs": {"x": [3, 2, 3]}, "nodes": [\#(layer), "outputs": \#(outputs)}], "outputs": \#(outputs)}
      """#)
    try checkRoundTrip(of: graph)
    for precision in ExportTests.precisions { try checkRoundTrip(of: graph.prepared(precision: precision)) }
  }

  @Test("attributes of old operator sets become inputs")
  func settings() throws {
    let graph = try load(
      input: [2, 3, 4, 4],
      nodes: #"""
        {"op": "ReduceMean", "axes": [3], "keepdims": 1, "name": "mean"}, {"op": "Squeeze", "axes": [3]},
        {"op": "Unsqueeze", "axes": [2], "name": "wide"},
        {"op": "Clip", "min": 0.25, "max": 1, "input": "x", "name": "clip"},
        {"op": "Slice", "starts": [1], "ends": [3], "axes": [2]}, {"op": "Pad", "pads": [0, 0, 1, 0, 0, 0, 1, 0]},
        {"op": "Add", "inputs": ["clip", "wide"]}, {"op": "Reshape", "shape": [2, -1]},
        {"op": "TopK", "k": 3, "outputs": ["best", "where"]}, {"op": "Cast", "input": "best", "to": "fp16"}
        """#)
    try checkRoundTrip(of: graph)
    let model = try graph.onnxModel()
    let named = model.graph.nodes.filter { $0.operation != "Cast" && $0.operation != "TopK" }
    #expect(named.flatMap(\.attributes).map(\.name).filter { $0 != "keepdims" } == [])
    #expect(
      model.graph.nodes.first { $0.operation == "Cast" }?.attributes
        == [OnnxAttribute(name: "to", value: .integer(10))])
    let clip = try #require(model.graph.nodes.first { $0.operation == "Clip" })
    #expect(clip.inputs == ["x", "clip.min", "clip.max"])
  }

  @Test("a weight is a formula or its numbers, in a file or in memory")
  func weights() throws {
    let graph = try load(
      input: [2, 3], nodes: #"{"op": "MatMul", "B": {"shape": [3, 1000], "seed": 5, "scale": 0.5}}"#)
    let formula = try #require(try graph.onnxModel(formulaWeights: .formula).graph.initializers.first)
    #expect(!formula.hasElements && formula.documentation == "fmix 5 0.5 0.0")
    let numbers = try #require(try graph.onnxModel().graph.initializers.first)
    let weight = try #require(graph.values.firstIndex { $0.initializer != nil })
    #expect(numbers.storage == .bytes(try graph.constant(weight).bytes))
  }

  @Test("outputs that are the same value, a constant or an input have names of their own")
  func outputs() throws {
    var graph = try load(
      input: [2, 3], nodes: #"{"op": "Relu", "name": "y"}, {"op": "Add", "inputs": ["y", "y"]}"#)
    let y = try #require(graph.values.firstIndex { $0.name == "y" })
    graph.outputs += [y, y, graph.inputs[0]]
    try checkRoundTrip(of: graph)
    let names = try graph.onnxModel().graph.outputs.map(\.name)
    #expect(names.count == 4 && Set(names).count == 4)
  }

  @Test("products of integers keep their zero points, whether inputs or bound by a pass")
  func integerProducts() throws {
    func bytes(_ name: String, _ element: OnnxElement, _ shape: [Int], _ bytes: [UInt8]) -> OnnxTensor {
      OnnxTensor(name: name, element: element, shape: shape, storage: .bytes(bytes))
    }
    let names = ["a", "s", "z", "w", "s", "v", "s", "z"]
    let model = OnnxModel(
      graph: OnnxGraph(
        name: "g",
        nodes: [
          OnnxNode(name: "q", operation: "QLinearMatMul", inputs: names, outputs: ["y"]),
          OnnxNode(name: "m", operation: "MatMulInteger", inputs: ["a", "w", "z", "v"], outputs: ["i"]),
        ],
        initializers: [
          bytes("s", .float32, [], [0, 0, 0, 0x3D]), bytes("z", .uint8, [], [120]),
          bytes("v", .int8, [], [3]),
          bytes("w", .int8, [3, 2], [1, 200, 3, 4, 255, 6]),
        ],
        inputs: [OnnxValueInfo(name: "a", type: .tensor(.uint8, shape: [.length(2), .length(3)]))],
        outputs: ["y", "i"].map { OnnxValueInfo(name: $0, type: nil) }), path: "m.onnx")
    let graph = try Graph.importing(model).graph
    try checkRoundTrip(of: graph)
    try checkRoundTrip(of: graph.prepared())
    let domains = Set(try graph.prepared().onnxModel().graph.nodes.map(\.domain))
    #expect(domains == [""])
  }

  @Test("shapes that follow from data follow from the same data")
  func dataDependentShapes() throws {
    let node = OnnxNode(name: "nz", operation: "NonZero", inputs: ["x"], outputs: ["places"])
    let type = OnnxType.tensor(.int64, shape: [.length(8)])
    let model = OnnxModel(
      graph: OnnxGraph(
        name: "g", nodes: [node], inputs: [OnnxValueInfo(name: "x", type: type)],
        outputs: [OnnxValueInfo(name: "places", type: nil)]), path: "m.onnx")
    try checkRoundTrip(of: Graph.importing(model).graph)
    let given = Tensor(TensorType(.int64, [8]), integers: [0, 0, 5, 0, 0, 0, 0, 1])
    let imported = try Graph.importing(model, options: ImportOptions(inputs: ["x": .tensor(given)])).graph
    #expect(imported.values[imported.outputs[0]].type.shape == [1, 2])
    try checkRoundTrip(of: imported)
  }

  @Test("what ONNX has no words for is refused, with the place")
  func refusals() throws {
    let graph = try loadWorkload("mlp")
    let error = #expect(throws: InputError.self) { try graph.prepared(precision: .int8).onnxModel() }
    #expect(error?.reason == "is stored in int8 with a scale, for which ONNX has no type")
    #expect(error?.place.hasPrefix("mlp: value “") == true)
  }
}
