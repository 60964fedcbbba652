import Documents
import Foundation
import Graphs
import Tensors

/// A model as its JSON text.
func load(_ text: String, file: String = "model.json", overrides: [String: Int] = [:]) throws -> Graph {
  try Workload.load(try Document.parse(Data(text.utf8), file: file), overrides: overrides)
}

/// A model with one input `x` of the given shape and these nodes.
func load(input: [Int], nodes: String, blocks: String = "{}") throws -> Graph {
  try load(#"{"inputs": {"x": \#(input)}, "blocks": \#(blocks), "nodes": [\#(nodes)]}"#)
}

/// The folder of the models that ship with the package.
let workloadFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("workloads")

func loadWorkload(_ name: String, overrides: [String: Int] = [:]) throws -> Graph {
  try Workload.load(workloadFolder.appendingPathComponent("\(name).json").path, overrides: overrides)
}

extension Graph {
  /// All outputs for the seeded inputs.
  func seededOutputs() throws -> [Tensor] {
    let results = try ReferenceExecutor.run(self, inputs: seededInputs())
    return outputs.map { results[$0]! }
  }
}

/// Largest difference between two tensors of real numbers, relative to the largest magnitude of the first.
func relativeDifference(_ reference: Tensor, _ other: Tensor) -> Float {
  let (a, b) = (reference.floats, other.floats)
  let largest = a.reduce(0) { max($0, abs($1)) }
  let difference = zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
  return difference / max(largest, .leastNormalMagnitude)
}
