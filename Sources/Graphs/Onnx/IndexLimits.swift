import Onnx

/// For each input that looks into tables of fixed size, the shortest of them: seeded whole numbers stay below.
struct IndexLimits {
  private(set) var limits: [String: Int] = [:]

  init(_ graph: OnnxGraph) {
    let tables = Dictionary(
      graph.initializers.map { ($0.name, $0.shape) }, uniquingKeysWith: { first, _ in first })
    var origin: [String: String] = Dictionary(
      graph.inputs.map { ($0.name, $0.name) }, uniquingKeysWith: { first, _ in first })
    let passing: Set<String> = [
      "Cast", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Identity", "Transpose",
    ]
    for node in graph.nodes where !node.inputs.isEmpty {
      if passing.contains(node.operation), let source = origin[node.inputs[0]],
        let output = node.outputs.first
      {
        origin[output] = source
      }
      guard node.operation.hasPrefix("Gather"), node.inputs.count > 1, let input = origin[node.inputs[1]],
        let length = tables[node.inputs[0]]?.min(), length > 0
      else { continue }
      limits[input] = min(limits[input] ?? length, length)
    }
  }
}
