import Graphs
import Testing

@Suite("Analysis") struct GraphAnalysisTests {
  @Test func countsWorkParametersAndBytes() throws {
    let graph = try load(
      input: [1, 3, 8, 8], nodes: #"{"op": "Conv", "channels": 4, "kernel": 3, "pad": 1}, {"op": "Relu"}"#)
    let analysis = try GraphAnalysis(graph)
    let conv = analysis.entries[0]
    #expect(conv.work.multiplyAccumulates == 4 * 64 * 27)
    #expect(conv.parameters == 4 * 27 + 4)
    #expect(conv.weightBytes == 4 * (4 * 27 + 4))
    #expect(conv.activationBytes == 4 * (3 * 64 + 4 * 64))
    #expect(conv.arithmeticIntensity == Double(2 * 4 * 64 * 27 + 256) / Double(448 + 1_792))
    #expect(analysis.scalarOperations == 2 * 256)
    #expect(analysis.activationBytes == conv.activationBytes + 2 * 4 * 256)
  }

  @Test func reductionsWhoseAxesAreAnInputCountEveryElementTheyRead() throws {
    let graph = try load(input: [1, 64, 64, 16], nodes: #"{"op": "ReduceSum", "axes": [1, 2]}"#)
    #expect(try GraphAnalysis(graph).scalarOperations == 64 * 64 * 16)
  }

  @Test func sharedWeightsCountOnce() throws {
    let graph = try load(
      #"""
      {"inputs": {"x": [1, 4]}, "tensors": {"w": {"shape": [4, 4]}},
       "nodes": [{"op": "MatMul", "B": "w"}, {"op": "MatMul", "B": "w"}]}
      """#)
    let analysis = try GraphAnalysis(graph)
    #expect(analysis.parameters == 16)
    #expect(analysis.weightBytes == 64)
  }

  @Test func runningStatisticsSettingsAndTablesAreNoParameters() throws {
    let graph = try load(
      input: [1, 4, 2, 2],
      nodes: #"""
        {"op": "BatchNormalization"}, {"op": "Clip", "min": 0, "max": 6},
        {"op": "Add", "B": {"shape": [4, 1, 1], "learned": false}},
        {"op": "Resize", "scales": [1, 1, 2, 2], "mode": "nearest"}
        """#)
    #expect(try GraphAnalysis(graph).parameters == 8)
  }

  @Test func peakIsTheBusiestMoment() throws {
    // x (16 B) lives until the Add; at the second node x, a and b are alive; a Reshape costs nothing.
    let graph = try load(
      input: [1, 4],
      nodes: #"""
        {"op": "Relu", "name": "a"}, {"op": "Reshape", "shape": [4, 1]}, {"op": "Neg", "name": "b"},
        {"op": "Reshape", "shape": [1, 4]}, {"op": "Add", "B": "x"}
        """#)
    #expect(try GraphAnalysis(graph).peakActivationBytes == 3 * 16)
  }

  @Test func narrowTypesTakeFewerBytes() throws {
    let full = try GraphAnalysis(loadWorkload("resnet18").prepared())
    let half = try GraphAnalysis(loadWorkload("resnet18").prepared(precision: .bfloat16))
    #expect(half.weightBytes * 2 == full.weightBytes)
    #expect(half.peakActivationBytes * 2 == full.peakActivationBytes)
    #expect(half.multiplyAccumulates == full.multiplyAccumulates)
  }
}
