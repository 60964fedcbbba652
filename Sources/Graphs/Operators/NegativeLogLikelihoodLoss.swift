import Tensors

/// What the losses on class labels read alike.
struct LossAttributes: Sendable {
  enum Reduction: String, CaseIterable, Sendable { case none, sum, mean }
  var reduction: Reduction
  var ignored: Int?

  init(attributes: inout AttributeReader) throws {
    let text = try attributes.string("reduction") ?? "mean"
    guard let reduction = Reduction(rawValue: text) else {
      throw GraphError("reduction “\(text)” is unknown", remedy: "none, sum or mean")
    }
    self.reduction = reduction
    ignored = try attributes.integer("ignore_index")
  }
}

/// ONNX `NegativeLogLikelihoodLoss`: minus the log probability of each label, weighted by class, summed or averaged.
/// Inputs: log probabilities [N, C, …], labels [N, …], weights [C]. It computes on the host.
struct NegativeLogLikelihoodLoss: HostOperator {
  static let name = "NegativeLogLikelihoodLoss"
  static let inputCount = 2...3
  var attributes: LossAttributes

  init(attributes reader: inout AttributeReader) throws {
    attributes = try LossAttributes(attributes: &reader)
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let scores = try inputs.required(0).type
    let labels = try inputs.required(1).type
    try ElementAgreement.requireIntegers(labels, "labels")
    guard scores.shape.count >= 2,
      labels.shape == [scores.shape[0]] + scores.shape.dropFirst(2)
    else {
      throw GraphError(
        "scores \(scores.shape) and labels \(labels.shape) do not fit", remedy: "[N, C, …] and [N, …]")
    }
    if let weights = inputs.optional(2)?.type.shape, weights != [scores.shape[1]] {
      throw GraphError("weights have shape \(weights)", remedy: "they need [\(scores.shape[1])]")
    }
    let reals = [scores] + [inputs.optional(2)?.type].compactMap { $0 }
    _ = try ElementAgreement.real(of: reals, for: Self.name)
    let element = try ElementAgreement.common(of: [scores])
    return [TensorType(element, attributes.reduction == .none ? labels.shape : [])]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let scores = try inputs.required(0)
    let values = scores.floats
    let classes = scores.shape[1]
    let inner = scores.shape.dropFirst(2).reduce(1, *)
    let weights = inputs.optional(2)?.floats
    var losses: [Float] = []
    var total: Float = 0
    for (index, label) in try inputs.required(1).integers.enumerated() {
      if let ignored = attributes.ignored, label == ignored {
        losses.append(0)
        continue
      }
      guard 0..<Int64(classes) ~= label else {
        throw GraphError("label \(label) does not exist", remedy: "0 to \(classes - 1)")
      }
      let weight = weights?[Int(label)] ?? 1
      let place = (index / inner * classes + Int(label)) * inner + index % inner
      losses.append(-values[place] * weight)
      total += weight
    }
    let sum = losses.withUnsafeBufferPointer { list in
      list.baseAddress.map { ReduceKernel.sum($0, count: list.count) } ?? 0
    }
    switch attributes.reduction {
    case .none: return [Tensor(TensorType(.float32, outputs[0].shape), floats: losses)]
    case .sum: return [.scalar(sum)]
    case .mean: return [.scalar(sum / total)]
    }
  }

  /// A look-up, a product and two sums for each label.
  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    Work(scalarOperations: 4 * inputs[1]!.elementCount)
  }
}
