import Graphs
import RandomCases
import Tensors
import Testing

@testable import Compression

@Suite("A model in other formats")
struct PrecisionTests {
  private func error(_ plan: PrecisionPlan, of graph: Graph) throws -> Double {
    let lowered = try graph.prepared(precision: .float32, calibrate: false)
    let compressed = try graph.compressed(Compression(precision: plan))
    let input = try #require(lowered.seededInputs()[lowered.inputs[0]])
    let exact = try #require(
      try ReferenceExecutor.run(lowered, inputs: lowered.seededInputs())[lowered.outputs[0]])
    let graph = compressed.graph
    let ours = try #require(
      try ReferenceExecutor.run(graph, inputs: [graph.inputs[0]: compressed.stored(input, asInput: 0)])[
        graph.outputs[0]])
    let pairs = zip(ours.floats, exact.floats)
    let distance = pairs.reduce(0.0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
    return (distance / exact.floats.reduce(0.0) { $0 + Double($1) * Double($1) }).squareRoot()
  }

  @Test(arguments: [
    ("fp32", 1e-6), ("tf32", 2e-3), ("fp16", 2e-3), ("bf16", 2e-2), ("fp8-e4m3", 0.15), ("fp8-e5m2", 0.3),
    ("fp8-e4m3,scaled", 0.15), ("w8a8", 0.05), ("w8a8,per-channel", 0.05), ("w8a8,symmetric", 0.1),
    ("w8a8,asymmetric-weights", 0.05), ("w16a16", 1e-3), ("w8a8,mse", 0.1), ("w6a6,per-channel", 0.2),
  ])
  func branchesConcatsAndDepthwiseConvolutionsStayClose(_ format: String, _ bound: Double) throws {
    #expect(try error(PrecisionPlan([format]), of: Graph.withBranches()) < bound)
  }

  @Test func aScaleForEachChannelIsCloserThanOneForAll() throws {
    let errors = try ["w4a8", "w4a8,per-channel"].map {
      try error(PrecisionPlan([$0]), of: Graph.withBranches())
    }
    #expect(errors[1] < errors[0])
  }

  @Test func moreBitsAreNoWorse() throws {
    let errors = try ["w2a8", "w4a8", "w8a8", "w16a16"].map {
      try error(PrecisionPlan([$0]), of: Graph.withBranches())
    }
    #expect(errors == errors.sorted(by: >))
  }

  @Test func formatsMix() throws {
    let mixed = try PrecisionPlan(["fp16", "hidden:w8a8", "side:w4a8,per-channel", "stem:bf16"])
    #expect(try error(mixed, of: Graph.withBranches()) < 0.2)
  }

  @Test func integerProductsAreIntegersAndTheResultIsNot() throws {
    let compressed = try Graph.withBranches().compressed(Compression(precision: PrecisionPlan(["w8a8"])))
    let graph = compressed.graph
    #expect(Set(graph.nodes.map(\.operatorName)).isSuperset(of: ["ConvInteger", "MatMulInteger"]))
    #expect(graph.values[graph.outputs[0]].type.element == .float32)
    #expect(graph.values[graph.inputs[0]].type.element == .uint8)
  }

  @Test func aNodeThatIsNotThereGetsTheNearestName() throws {
    #expect {
      try Graph.withBranches().compressed(Compression(precision: PrecisionPlan(["fp16", "hiden:w8a8"])))
    } throws: {
      "\($0)".contains("did you mean “hidden”")
    }
  }

  @Test func sumsThatMayLeave32BitsAreRefused() throws {
    let long = try graph(
      """
      {"name": "long", "inputs": {"x": [1, 140000]}, "nodes": [{"op": "Gemm", "name": "sum", "features": 1},
        {"op": "Relu"}]}
      """)
    #expect {
      try long.compressed(Compression(precision: PrecisionPlan(["w8a8"])))
    } throws: {
      "\($0)".contains("node “sum”") && "\($0)".contains("32 bits")
    }
  }
}

@Suite("Quantised models as they are exchanged")
struct QuantizationAnnotationTests {
  @Test(arguments: ["w8a8", "w8a8,per-channel", "w4a6", "fp8-e4m3,scaled", "fp8-e5m2"])
  func theyComputeNearlyWhatTheChipComputes(_ format: String) throws {
    let chain = try graph(
      """
      {"name": "chain", "inputs": {"x": [2, 3, 6, 6]}, "nodes": [
        {"op": "Conv", "channels": 8, "kernel": 3}, {"op": "BatchNormalization"}, {"op": "Relu"},
        {"op": "Conv", "channels": 6, "kernel": 3}, {"op": "Relu"}, {"op": "Flatten"},
        {"op": "Gemm", "features": 10}]}
      """)
    let compression = Compression(precision: try PrecisionPlan([format]))
    let exchanged = try chain.exchanged(compression)
    let compressed = try chain.compressed(compression)
    let input = try #require(chain.seededInputs()[chain.inputs[0]])
    let ours = try #require(
      try ReferenceExecutor.run(
        compressed.graph, inputs: [compressed.graph.inputs[0]: compressed.stored(input, asInput: 0)])[
          compressed.graph.outputs[0]])
    #expect(isClose(try exchanged.computed(), ours.floats, within: 0.01))
    #expect(exchanged.nodes.contains { $0.operatorName == "QuantizeLinear" })
  }

  @Test func formatsWithoutAPairAreRefused() throws {
    let small = try graph(
      #"{"name": "g", "inputs": {"x": [1, 4]}, "nodes": [{"op": "Gemm", "features": 2}]}"#)
    #expect(throws: (any Error).self) {
      try small.exchanged(Compression(precision: PrecisionPlan(["tf32"])))
    }
  }
}
