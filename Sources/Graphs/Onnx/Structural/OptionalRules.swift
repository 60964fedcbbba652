import Onnx
import Tensors

/// Operators on optionals. What an optional holds stands for the optional.
enum OptionalRules {
  static func make(_ call: StructuralCall) throws -> [ImportedValue]? { [call.input(0) ?? .absent] }

  static func element(_ call: StructuralCall) throws -> [ImportedValue]? {
    let value = try call.required(0)
    if case .absent = value { throw GraphError("takes the element of an empty optional") }
    return [value]
  }

  static func hasElement(_ call: StructuralCall) throws -> [ImportedValue]? {
    let isThere: Bool =
      switch call.input(0) {
      case nil, .absent?: false
      default: true
      }
    return [.tensor(call.constant(Tensor(TensorType(.bool, []), integers: [isThere ? 1 : 0])))]
  }
}
