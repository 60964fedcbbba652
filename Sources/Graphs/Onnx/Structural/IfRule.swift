import Onnx
import Tensors

/// `If`: the branch that its condition takes, in its place.
enum IfRule {
  static func resolve(_ call: StructuralCall) throws -> [ImportedValue]? {
    let condition = try call.assembly.decide(by: try call.tensor(0))
    guard condition.elementCount == 1, condition.type.element == .bool else {
      throw GraphError(
        "its condition is \(condition.type.element.rawValue) \(condition.shape)", remedy: "expected one bool")
    }
    let branch = condition.integers[0] != 0 ? "then_branch" : "else_branch"
    let prefix = "\(call.scope.prefix)\(call.node.label)/\(branch == "then_branch" ? "then" : "else")/"
    return try call.importer.importBody(try call.node.body(branch), in: call.scope.inner(prefix))
  }
}
