import Documents
import Onnx

/// The order of a graph's nodes in which each comes after those it needs: the file's own, where it is one.
struct NodeOrder {
  let nodes: [OnnxNode]

  /// - Throws: `InputError` naming the nodes of a cycle.
  init(_ nodes: [OnnxNode], file: String) throws {
    var makers: [String: Int] = [:]
    for (index, node) in nodes.enumerated() {
      for output in node.outputs where !output.isEmpty { makers[output] = index }
    }
    let needs = nodes.map { node in node.readNames.compactMap { makers[$0] } }
    do {
      self.nodes = try topologicalOrder(needs: needs).map { nodes[$0] }
    } catch let cycle as DependencyCycle {
      let path = cycle.nodes.map { "“\(nodes[$0].label)”" }.joined(separator: " → ")
      throw InputError(
        at: "\(file): node “\(nodes[cycle.nodes[0]].label)”", "needs its own result: \(path)",
        remedy: "a graph has no cycles; loops are written as Loop or Scan")
    }
  }
}

extension OnnxNode {
  /// Names of the values the node reads, those that its bodies take from around them included.
  var readNames: [String] {
    var names = inputs.filter { !$0.isEmpty }
    for body in bodies { names += body.capturedNames(depth: 0) }
    return names
  }
}

extension OnnxGraph {
  /// Names that nodes read and that are not the graph's own.
  fileprivate func capturedNames(depth: Int) -> [String] {
    guard depth < ModelImporter.maximumDepth else { return [] }
    var own = Set(inputs.map(\.name))
    own.formUnion(initializers.map(\.name))
    own.formUnion(sparseInitializers.map(\.values.name))
    for node in nodes { own.formUnion(node.outputs) }
    var names = outputs.map(\.name)
    for node in nodes {
      names += node.inputs.filter { !$0.isEmpty }
      for body in node.bodies { names += body.capturedNames(depth: depth + 1) }
    }
    return names.filter { !own.contains($0) }
  }
}
