import Documents
import Foundation
import Graphs

/// Models with every shape of trouble: forks, reshapes, strides, groups, products of activations, long reductions.
enum SmallModels {
  static let texts: [(name: String, json: String)] = [
    (
      "residual",
      """
      {"name": "residual", "inputs": {"x": [1, 8, 12, 12]}, "nodes": [
        {"name": "a", "op": "Conv", "channels": 16, "kernel": 3, "pad": 1},
        {"op": "Relu", "name": "r"},
        {"op": "Conv", "channels": 16, "kernel": 3, "pad": 1, "stride": 1},
        {"op": "Add", "inputs": ["r"], "B": "r", "name": "s"},
        {"op": "MaxPool", "kernel": 2, "stride": 2},
        {"op": "Conv", "channels": 24, "kernel": 1},
        {"op": "GlobalAveragePool"}, {"op": "Flatten"}, {"op": "Gemm", "features": 10}]}
      """
    ),
    (
      "depthwise",
      """
      {"name": "depthwise", "inputs": {"x": [2, 12, 9, 9]}, "nodes": [
        {"op": "Conv", "channels": 12, "kernel": 3, "pad": 1, "group": 12},
        {"op": "Relu"}, {"op": "Conv", "channels": 20, "kernel": 1}, {"op": "Sigmoid"},
        {"op": "Conv", "channels": 20, "kernel": 3, "pad": 1, "stride": 2, "group": 4}]}
      """
    ),
    (
      "attention",
      """
      {"name": "attention", "inputs": {"x": [1, 16, 32]}, "nodes": [
        {"op": "MatMul", "name": "q", "input": "x", "B": {"shape": [32, 32]}},
        {"op": "Reshape", "shape": [1, 16, 4, 8]}, {"op": "Transpose", "perm": [0, 2, 1, 3], "name": "qh"},
        {"op": "MatMul", "name": "k", "input": "x", "B": {"shape": [32, 32]}},
        {"op": "Reshape", "shape": [1, 16, 4, 8]}, {"op": "Transpose", "perm": [0, 2, 3, 1], "name": "kh"},
        {"op": "MatMul", "inputs": ["qh", "kh"]}, {"op": "Softmax", "axis": -1},
        {"op": "MatMul", "B": "qh"}, {"op": "Transpose", "perm": [0, 2, 1, 3]},
        {"op": "Reshape", "shape": [1, 16, 32]}, {"op": "Add", "B": "x"}]}
      """
    ),
    (
      "wide",
      """
      {"name": "wide", "inputs": {"x": [3, 700]}, "nodes": [
        {"op": "Gemm", "features": 300}, {"op": "Relu"}, {"op": "Gemm", "features": 5}, {"op": "Softmax"}]}
      """
    ),
    (
      "branches",
      """
      {"name": "branches", "inputs": {"x": [1, 6, 10, 10]}, "nodes": [
        {"op": "Conv", "channels": 8, "kernel": 1, "name": "left"},
        {"op": "Conv", "input": "x", "channels": 8, "kernel": 3, "pad": 1, "name": "right"},
        {"op": "Concat", "inputs": ["left", "right"], "axis": 1},
        {"op": "MaxPool", "kernel": 3, "stride": 1, "pad": 1},
        {"op": "Conv", "channels": 4, "kernel": 5, "pad": 2}]}
      """
    ),
  ]

  static func graph(_ json: String) throws -> Graph {
    try Workload.load(Document.parse(Data(json.utf8), file: "test.json"))
  }
}
