import Onnx
import Tensors

extension OnnxType {
  /// Whether a tensor can be what is declared: the element type, and the rank and lengths as far as they are fixed.
  func allows(_ type: TensorType) -> Bool {
    guard case .tensor(let element, let shape) = self else { return true }
    guard element.tensorElement == type.element else { return false }
    guard let shape else { return true }
    return shape.count == type.shape.count
      && zip(shape, type.shape).allSatisfy { declared, length in
        if case .length(let wanted) = declared { wanted == length } else { true }
      }
  }

  /// Whether the declaration leaves axes open, has the tensor's element type, and yet another rank.
  func isOpenOfAnotherRank(than type: TensorType) -> Bool {
    guard case .tensor(let element, let shape?) = self, element.tensorElement == type.element else {
      return false
    }
    return shape.count != type.shape.count && shape.contains { if case .length = $0 { false } else { true } }
  }

  /// As people write it.
  var text: String {
    switch self {
    case .tensor(let element, let shape), .sparseTensor(let element, let shape):
      "\(element.tensorElement?.rawValue ?? "\(element)") \(shape?.text ?? "of any shape")"
    case .sequence(let type): "a sequence of \(type.text)"
    case .optional(let type): "an optional of \(type.text)"
    case .map(let key, let value): "a map from \(key) to \(value.text)"
    }
  }
}

extension Array where Element == OnnxDimension {
  /// As people write it.
  var text: String { "[" + map(\.text).joined(separator: ", ") + "]" }
}

extension OnnxDimension {
  fileprivate var text: String {
    switch self {
    case .length(let length): "\(length)"
    case .symbol(let name): name
    case .unknown: "?"
    }
  }
}
