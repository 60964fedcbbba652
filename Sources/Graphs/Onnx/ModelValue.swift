import Onnx
import Tensors

/// What goes into a model or comes out of it: a tensor, or one of the structures that ONNX has besides.
public indirect enum ModelValue: Sendable {
  case tensor(Tensor)
  case strings(StringTensor)
  case sequence([ModelValue])
  /// An optional that holds nothing.
  case absent
}

/// A tensor of texts. It exists while a model is imported; no chip computes with it.
public struct StringTensor: Sendable, Hashable {
  public var shape: [Int]
  public var elements: [String]

  public init(shape: [Int], elements: [String]) {
    precondition(elements.count == shape.reduce(1, *), "one text for each element")
    self.shape = shape
    self.elements = elements
  }
}

/// What a name of an ONNX graph stands for in the graph that is made of it.
public indirect enum ImportedValue: Sendable {
  /// A value of the graph.
  case tensor(ValueIndex)
  case strings(StringTensor)
  case sequence([ImportedValue])
  /// An optional that holds nothing.
  case absent

  /// For messages.
  var kind: String {
    switch self {
    case .tensor: "a tensor"
    case .strings: "a tensor of strings"
    case .sequence: "a sequence"
    case .absent: "an empty optional"
    }
  }
}
