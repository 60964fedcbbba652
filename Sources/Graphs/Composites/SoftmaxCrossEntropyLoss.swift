import Tensors

/// ONNX `SoftmaxCrossEntropyLoss`: the negative log likelihood of the labels under a softmax over axis 1. The second
/// output are the log probabilities.
struct SoftmaxCrossEntropyLoss: CompositeOperator {
  static let name = "SoftmaxCrossEntropyLoss"
  static let inputCount = 2...3
  private var loss: [String: AttributeValue] = [:]

  init(attributes: inout AttributeReader) throws {
    let read = try LossAttributes(attributes: &attributes)
    loss["reduction"] = .string(read.reduction.rawValue)
    if let ignored = read.ignored { loss["ignore_index"] = .integer(ignored) }
  }

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    let logarithms = try body.add("LogSoftmax", [try inputs.required(0)], ["axis": .integer(1)])
    let labels = try inputs.required(1)
    return [
      try body.add("NegativeLogLikelihoodLoss", [logarithms, labels, inputs.optional(2)], loss), logarithms,
    ]
  }
}
