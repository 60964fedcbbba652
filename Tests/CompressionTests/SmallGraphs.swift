import Documents
import Foundation
import Graphs
import Tensors

/// A graph out of a workload's text.
func graph(_ text: String) throws -> Graph {
  try Workload.load(Document.parse(Data(text.utf8), file: "small.json"), overrides: [:])
}

extension Graph {
  /// Output 0 for the seeded inputs.
  func computed() throws -> [Float] {
    try ReferenceExecutor.run(self, inputs: seededInputs())[outputs[0]]?.floats ?? []
  }
}

/// Whether numbers agree up to the order of their sums.
func isClose(_ ours: [Float], _ theirs: [Float], within bound: Float = 1e-5) -> Bool {
  let scale = theirs.reduce(0) { max($0, abs($1)) }
  return ours.count == theirs.count && zip(ours, theirs).allSatisfy { abs($0 - $1) <= bound * scale }
}
