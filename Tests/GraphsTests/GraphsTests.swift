import Documents
import Foundation
import Graphs
import Tensors
import Testing

func parsed(_ text: String, file: String = "model.json") throws -> Document {
  try Document.parse(Data(text.utf8), file: file)
}

@Suite struct WorkloadTests {
  @Test func aSequentialModelLoadsAndRuns() throws {
    let graph = try Workload.load(
      parsed(
        """
        {"parameters": {"batch": 2}, "inputs": {"image": ["$batch", 3, 8, 8]},
         "nodes": [{"op": "Conv", "channels": 64, "kernel": 3, "pad": 1}, {"op": "Relu"},
                   {"op": "MaxPool", "kernel": 2, "stride": 2}, {"op": "Reshape", "shape": ["$batch", -1]},
                   {"op": "Gemm", "features": 128}, {"op": "Relu"}, {"op": "Gemm", "features": 10}]}
        """))
    let analysis = try GraphAnalysis(graph)
    #expect(analysis.parameters == 134_282)
    #expect(analysis.multiplyAccumulates == 2 * 242_944)
    let before = try ReferenceExecutor.run(graph, inputs: graph.seededInputs())
    let lowered = try graph.applyingConstantFolding().applyingCanonicalContractions().applyingFusion()
    print(lowered.nodes.map { "\($0.name): \($0.epilogue.map(\.name))" })
    let after = try ReferenceExecutor.run(lowered, inputs: lowered.seededInputs())
    print(before[graph.outputs[0]]!.floats, after[lowered.outputs[0]]!.floats)
    for precision in Graph.precisions {
      let low = try lowered.applyingPrecision(precision, calibration: lowered.seededInputs())
      print(precision, try ReferenceExecutor.run(low, inputs: low.seededInputs())[low.outputs[0]]!.floats)
    }
  }
}
