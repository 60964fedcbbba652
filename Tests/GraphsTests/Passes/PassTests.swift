import Graphs
import Tensors
import Testing

/// Every pass leaves what the graph computes.
@Suite("Passes keep the numbers") struct PassTests {
  /// Small models that between them hold everything passes look for.
  static let models: [String: String] = [
    "residual block with projection": #"""
    {"inputs": {"x": [2, 4, 6, 6]}, "nodes": [
      {"op": "Conv", "name": "shortcut", "channels": 8, "kernel": 1, "stride": 2, "bias": false},
      {"op": "BatchNormalization", "name": "side"},
      {"op": "Conv", "input": "x", "channels": 8, "kernel": 3, "stride": 2, "pad": 1, "bias": false},
      {"op": "BatchNormalization"}, {"op": "Relu"},
      {"op": "Conv", "channels": 8, "kernel": 3, "pad": 1}, {"op": "BatchNormalization"},
      {"op": "Add", "B": "side"}, {"op": "Relu"},
      {"op": "GlobalAveragePool"}, {"op": "Flatten"}, {"op": "Gemm", "features": 5}, {"op": "Softmax"}]}
    """#,
    "separable convolution": #"""
    {"inputs": {"x": [1, 4, 7, 7]}, "nodes": [
      {"op": "Conv", "channels": 4, "kernel": 3, "pad": 1, "groups": 4}, {"op": "BatchNormalization"},
      {"op": "Clip", "min": 0, "max": 6}, {"op": "Conv", "channels": 6, "kernel": 1},
      {"op": "HardSwish"}, {"op": "MaxPool", "kernel": 2, "stride": 2}, {"op": "BatchNormalization"}]}
    """#,
    "scaled products": #"""
    {"inputs": {"x": [3, 8], "y": [1, 6]}, "nodes": [
      {"op": "Gemm", "input": "x", "features": 6, "alpha": 0.5, "beta": 2}, {"op": "Tanh"},
      {"op": "Gemm", "name": "g", "B": {"shape": [6, 6]}, "C": "y", "alpha": 1.5, "beta": -1},
      {"op": "LeakyRelu", "alpha": 0.2}, {"op": "Mul", "B": [1, 2, 3, 4, 5, 6]}, {"op": "Sub", "B": "y"}]}
    """#,
    "parts that are split, shifted and joined": #"""
    {"inputs": {"x": [2, 6, 4]}, "nodes": [
      {"op": "Split", "outputs": ["a", "b", "c"], "axis": 1, "split": [1, 2, 3]},
      {"op": "Sigmoid", "name": "s", "input": "c"}, {"op": "Identity", "name": "i", "input": "a"},
      {"op": "Concat", "inputs": ["s", "i", "b"], "axis": 1},
      {"op": "Slice", "starts": [0, 1], "ends": [2, 5], "axes": [0, 1]},
      {"op": "Transpose", "perm": [0, 2, 1]}, {"op": "Unsqueeze", "axes": 0}]}
    """#,
    "attention": #"""
    {"inputs": {"x": [1, 5, 8]}, "nodes": [
      {"op": "MatMul", "name": "q", "features": 8}, {"op": "MatMul", "name": "k", "input": "x", "features": 8},
      {"op": "Transpose", "name": "kt", "perm": [0, 2, 1]},
      {"op": "MatMul", "inputs": ["q", "kt"]}, {"op": "Mul", "B": 0.35}, {"op": "Softmax"},
      {"op": "MatMul", "B": "x"}, {"op": "Add", "B": "x"}, {"op": "LayerNormalization"}, {"op": "Gelu"}]}
    """#,
    "pictures that grow": #"""
    {"inputs": {"x": [1, 2, 4, 4]}, "nodes": [
      {"op": "Conv", "name": "c", "channels": 3, "kernel": 3, "pad": 1},
      {"op": "Resize", "scales": [1, 1, 2, 2], "mode": "nearest", "coordinate_transformation_mode": "asymmetric",
       "nearest_mode": "floor"},
      {"op": "Pad", "pads": [0, 0, 1, 0, 0, 0, 0, 1], "constant_value": 0.5},
      {"op": "ConvTranspose", "channels": 4, "kernel": 2, "stride": 2}, {"op": "BatchNormalization"},
      {"op": "AveragePool", "kernel": 2, "stride": 2}]}
    """#,
    "constants that fold": #"""
    {"inputs": {"x": [2, 3]}, "tensors": {"t": {"shape": [4, 3]}}, "nodes": [
      {"op": "Shape", "name": "shape", "input": "x"}, {"op": "ConstantOfShape", "name": "zeros"},
      {"op": "Slice", "name": "rows", "input": "t", "starts": 1, "ends": 3, "axes": 0},
      {"op": "Exp", "name": "e"}, {"op": "Add", "inputs": ["x", "e"]}, {"op": "Add", "B": "zeros"}]}
    """#,
  ]

  typealias Pass = @Sendable (Graph) throws -> Graph
  static let passes: [(name: String, pass: Pass)] = [
    ("constant folding", { try $0.applyingConstantFolding() }),
    ("constant binding", { try $0.applyingConstantBinding() }),
    ("BatchNormalization folding", { try $0.applyingBatchNormalizationFolding() }),
    ("split lowering", { try $0.applyingSplitLowering() }),
    ("canonical contractions", { try $0.applyingCanonicalContractions() }),
    ("fusion", { try $0.applyingFusion() }),
    ("dead-node removal", { $0.applyingDeadNodeRemoval() }),
    ("all", { try $0.prepared() }),
  ]

  @Test(arguments: models.keys.sorted()) func ofEveryModel(_ model: String) throws {
    let graph = try load(PassTests.models[model]!)
    let before = try graph.seededOutputs()
    for (name, pass) in PassTests.passes {
      let after = try pass(graph).seededOutputs()
      for (old, new) in zip(before, after) {
        #expect(old.shape == new.shape)
        #expect(relativeDifference(old, new) < 4e-6, "\(name)")
      }
    }
  }

  @Test func foldingLeavesNothingThatIsKnown() throws {
    let graph = try load(PassTests.models["constants that fold"]!).applyingConstantFolding()
    #expect(graph.nodes.map(\.name) == ["add1", "add2"])
  }

  @Test func aResidualBlockBecomesItsContractions() throws {
    let graph = try load(PassTests.models["residual block with projection"]!).prepared()
    let steps = graph.nodes.map { node in node.epilogue.map { type(of: $0.operation).name } }
    #expect(steps[0...2] == [["Add"], ["Add", "Relu"], ["Add", "Add", "Relu"]])
    #expect(
      graph.nodes.map { type(of: $0.operation).name }
        == ["Conv", "Conv", "Conv", "GlobalAveragePool", "Reshape", "Gemm", "Softmax"])
  }

  @Test(arguments: ["resnet50", "bert-base", "deepspeech2", "ssd-mobilenet"])
  func afterPreparationContractionsHaveTwoInputs(_ name: String) throws {
    let graph = try loadWorkload(name).prepared()
    for index in graph.nodes.indices {
      if case .contraction = try graph.form(of: index) { #expect(graph.nodes[index].inputs.count == 2) }
      #expect(!(type(of: graph.nodes[index].operation).name == "BatchNormalization"))
    }
  }

  @Test func resnet50FusesToOneNodeForEachConvolution() throws {
    let names = try loadWorkload("resnet50").prepared().nodes.map { type(of: $0.operation).name }
    #expect(names.filter { $0 == "Conv" }.count == 53)
    #expect(names.filter { $0 != "Conv" } == ["MaxPool", "GlobalAveragePool", "Reshape", "Gemm"])
  }

  @Test func workIsTheSameBeforeAndAfter() throws {
    for name in ["resnet18", "mobilenet-v2", "deepspeech2"] {
      let graph = try loadWorkload(name)
      let after = try GraphAnalysis(graph.prepared()).multiplyAccumulates
      #expect(after == (try GraphAnalysis(graph).multiplyAccumulates), "\(name)")
    }
  }
}
