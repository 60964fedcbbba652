import Tensors

/// How binary operators broadcast before opset 7: not at all unless `broadcast` says so, and then the second operand's axes
/// stand from `axis` on among the first one's (at its end where `axis` is absent). PRelu's slopes belong to the channels.
struct OperandAlignment {
  private static let operations: Set<String> = [
    "Add", "And", "Div", "Equal", "Greater", "Less", "Mul", "Or", "Pow", "Sub", "Xor",
  ]

  /// Where the second operand's first axis stands; nil where broadcasting is as it is today.
  private var axis: Int?

  /// Takes the attributes that say so away from the node.
  init(taking node: inout AssembledNode) throws {
    guard node.opset < 7 else { return }
    if node.operation == "PRelu" { axis = 1 }
    guard OperandAlignment.operations.contains(node.operation) else { return }
    var reader = AttributeReader(node.attributes, opset: node.opset)
    _ = try reader.integer("broadcast")
    axis = try reader.integer("axis")
    node.attributes["axis"] = nil
    node.attributes["broadcast"] = nil
  }

  /// The second operand with axes of length 1 behind its own, so that today's broadcasting does the same.
  func apply(to node: inout AssembledNode, in assembly: GraphAssembly) throws {
    guard let axis, node.inputs.count == 2, let first = node.inputs[0], let second = node.inputs[1] else {
      return
    }
    let rank = assembly.graph.values[first].type.shape.count
    let shape = assembly.graph.values[second].type.shape
    if shape.isEmpty || node.operation == "PRelu" && shape.count != 1 { return }
    let start = rank == 0 ? 0 : try Axes.normalized(axis, rank: rank)
    let behind = rank - start - shape.count
    guard behind >= 0 else {
      throw GraphError(
        "axes \(shape) do not fit from axis \(axis) on into \(assembly.graph.values[first].type.shape)",
        remedy: "the second operand's axes are a part of the first one's")
    }
    if behind == 0 { return }
    var body = Composition(of: node.name, in: assembly)
    let wanted = body.integers(shape + [Int](repeating: 1, count: behind))
    node.inputs[1] = try body.add("Reshape", [Operand(value: second), wanted]).value
  }
}
