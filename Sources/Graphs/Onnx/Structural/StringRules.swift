import Onnx
import Tensors

/// Operators on tensors of texts. They are computed while the model is imported; no chip does.
enum StringRules {
  /// Operators that also know numbers.
  static func resolve(_ call: StructuralCall) throws -> [ImportedValue]? {
    switch call.node.qualifiedOperation {
    case "Cast", "CastLike": try cast(call)
    case "Equal": try equal(call)
    case "Shape", "Size": try measure(call)
    default: try StringMoveRule.resolve(call)
    }
  }

  static func concat(_ call: StructuralCall) throws -> [ImportedValue]? {
    let (left, right) = (try call.strings(0), try call.strings(1))
    return [.strings(try StringTensor.combining(left, right) { $0 + $1 })]
  }

  static func match(_ call: StructuralCall) throws -> [ImportedValue]? {
    let texts = try call.strings(0)
    let pattern = try TextPattern(try call.node.text("pattern") ?? "")
    return [.tensor(call.truths(texts.shape, texts.elements.map { pattern.matchesWhole($0) }))]
  }

  private static func equal(_ call: StructuralCall) throws -> [ImportedValue] {
    let (left, right) = (try call.strings(0), try call.strings(1))
    let places = try StringTensor.pairs(left, right)
    let truths = places.pairs.map { left.elements[$0.0] == right.elements[$0.1] }
    return [.tensor(call.truths(places.shape, truths))]
  }

  private static func measure(_ call: StructuralCall) throws -> [ImportedValue]? {
    let stub = Tensor(zeros: TensorType(.bool, try call.strings(0).shape))
    let inputs: [ImportedValue?] = [.tensor(call.constant(stub))]
    return try call.importer.operatorResults(of: call.node, inputs, in: call.scope)
  }

  private static func cast(_ call: StructuralCall) throws -> [ImportedValue] {
    var target = OnnxElement.string
    if let number = try call.node.integer("to") {
      guard let element = OnnxElement(rawValue: number) else {
        throw GraphError("there is no element type \(number)")
      }
      target = element
    } else if case .tensor(let like) = try call.required(1) {
      guard case .strings(let texts) = try call.required(0) else { return [try call.required(0)] }
      return [.tensor(call.constant(try texts.numbers(call.type(of: like).element)))]
    }
    switch try call.required(0) {
    case .strings(let texts) where target == .string: return [.strings(texts)]
    case .strings(let texts): return [.tensor(call.constant(try texts.numbers(try target.computable())))]
    case .tensor(let value): return [.strings(StringTensor(spelling: try call.assembly.decide(by: value)))]
    case let other: throw GraphError("input 1 is \(other.kind)", remedy: "expected a tensor")
    }
  }
}

extension StructuralCall {
  /// - Throws: `GraphError` when the input is no tensor of texts.
  func strings(_ index: Int) throws -> StringTensor {
    let value = try required(index)
    guard case .strings(let texts) = value else {
      throw GraphError("input \(index + 1) is \(value.kind)", remedy: "expected a tensor of strings")
    }
    return texts
  }

  func truths(_ shape: [Int], _ values: [Bool]) -> ValueIndex {
    constant(Tensor(TensorType(.bool, shape), integers: values.map { $0 ? 1 : 0 }))
  }
}
