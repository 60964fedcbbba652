import Onnx
import Tensors

/// Before operator set 7 the second operand of arithmetic was stretched only on request, and `axis` said to which axis of
/// the first its own first belongs. Today's rule aligns the last axes: the operand gets axes of length 1 behind.
enum OldBroadcastRule {
  private static let operations: Set<String> = [
    "Add", "Sub", "Mul", "Div", "Pow", "And", "Or", "Xor", "Equal", "Greater", "Less", "PRelu",
  ]

  static func resolve(_ call: StructuralCall) throws -> [ImportedValue]? {
    guard operations.contains(call.node.operation), call.node.domain.isEmpty, call.inputs.count == 2,
      try call.importer.opset(of: call.node, in: call.scope) < 7
    else { return nil }
    var node = call.node
    node.attributes.removeAll { $0.name == "broadcast" || $0.name == "axis" }
    let first = try call.tensor(0)
    var second = try call.tensor(1)
    let (rank, shape) = (call.type(of: first).shape.count, call.type(of: second).shape)
    let isSlope = call.node.operation == "PRelu" && shape.count == 1 && shape[0] > 1
    if let axis = try call.node.integer("axis") ?? (isSlope ? 1 : nil) {
      let place = try Axes.normalized(axis, rank: rank)
      guard place + shape.count <= rank else {
        throw GraphError("axis \(axis) leaves no room for shape \(shape) in rank \(rank)")
      }
      let behind = rank - place - shape.count
      if behind > 0 {
        let axes = (0..<behind).map { shape.count + $0 }
        second = try call.add("Unsqueeze", [second, call.integers(axes)])
      }
    }
    return try call.importer.operatorResults(of: node, [.tensor(first), .tensor(second)], in: call.scope)
  }
}
