import Documents
import Foundation
import Graphs

extension Graph {
  /// Everything that channels can meet: BatchNormalization, a residual Add, a depthwise convolution, Concat, pooling,
  /// Flatten and a Gemm behind it.
  public static func withBranches() throws -> Graph {
    let text = """
      {"name": "branches", "inputs": {"x": [2, 3, 8, 8]}, "nodes": [
        {"op": "Conv", "name": "stem", "channels": 8, "kernel": 3, "pad": 1},
        {"op": "BatchNormalization"}, {"op": "Relu", "name": "trunk"},
        {"op": "Conv", "name": "left", "channels": 8, "kernel": 3, "pad": 1, "bias": false},
        {"op": "BatchNormalization"}, {"op": "Add", "B": "trunk"}, {"op": "Relu", "name": "sum"},
        {"op": "Conv", "name": "depthwise", "channels": 8, "kernel": 3, "pad": 1, "groups": 8},
        {"op": "Relu", "name": "wide"},
        {"op": "Conv", "name": "side", "input": "sum", "channels": 6, "kernel": 1},
        {"op": "Relu", "name": "narrow"},
        {"op": "Concat", "name": "both", "inputs": ["wide", "narrow"], "axis": 1},
        {"op": "MaxPool", "kernel": 2, "stride": 2}, {"op": "Flatten"},
        {"op": "Gemm", "name": "hidden", "features": 10}, {"op": "Relu"},
        {"op": "Gemm", "name": "scores", "features": 4}]}
      """
    return try Workload.load(Document.parse(Data(text.utf8), file: "branches.json"))
  }
}
