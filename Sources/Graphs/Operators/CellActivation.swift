import Foundation
import Tensors

/// A function on the gates of a recurrent cell.
struct CellActivation: Hashable, Sendable {
  enum Kind: String, CaseIterable, Sendable {
    case sigmoid = "Sigmoid"
    case tanh = "Tanh"
    case relu = "Relu"
    case affine = "Affine"
    case leakyRelu = "LeakyRelu"
    case thresholdedRelu = "ThresholdedRelu"
    case scaledTanh = "ScaledTanh"
    case hardSigmoid = "HardSigmoid"
    case elu = "Elu"
    case softsign = "Softsign"
    case softplus = "Softplus"
  }

  var kind: Kind
  var alpha: Float = 0
  var beta: Float = 0

  static let sigmoid = CellActivation(kind: .sigmoid)
  static let tanh = CellActivation(kind: .tanh)
  static let relu = CellActivation(kind: .relu)

  /// The functions that a layer names, with the parameters that the lists hold for them in order.
  /// - Throws: `GraphError` naming the function that is unknown.
  static func list(named names: [String], alphas: [Float], betas: [Float]) throws -> [CellActivation] {
    var alphas = alphas[...]
    var betas = betas[...]
    return try names.map { name in
      guard let kind = Kind.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() }) else {
        throw GraphError(
          "activation “\(name)” is unknown",
          remedy: "one of " + Kind.allCases.map(\.rawValue).joined(separator: ", "))
      }
      let usual = kind.parameters
      return CellActivation(
        kind: kind, alpha: usual.alpha.map { alphas.popFirst() ?? $0 } ?? 0,
        beta: usual.beta.map { betas.popFirst() ?? $0 } ?? 0)
    }
  }

  func apply(_ values: inout [Float]) {
    switch kind {
    case .sigmoid: VectorMath.sigmoid(&values)
    case .tanh: VectorMath.tanh(&values)
    case .scaledTanh:
      for index in values.indices { values[index] *= beta }
      VectorMath.tanh(&values)
      for index in values.indices { values[index] *= alpha }
    default: for index in values.indices { values[index] = plain(values[index]) }
    }
  }

  private func plain(_ value: Float) -> Float {
    switch kind {
    case .affine: alpha * value + beta
    case .leakyRelu: value >= 0 ? value : alpha * value
    case .thresholdedRelu: value >= alpha ? value : 0
    case .hardSigmoid: min(max(alpha * value + beta, 0), 1)
    case .elu: value >= 0 ? value : alpha * expm1(value)
    case .softsign: value / (1 + abs(value))
    case .softplus: max(value, 0) + log1p(exp(-abs(value)))
    case .relu, .sigmoid, .tanh, .scaledTanh: max(0, value)
    }
  }
}

extension CellActivation.Kind {
  /// The parameters it takes, with what ONNX's operator of the same name has for them.
  fileprivate var parameters: (alpha: Float?, beta: Float?) {
    switch self {
    case .sigmoid, .tanh, .relu, .softsign, .softplus: (nil, nil)
    case .affine: (1, 0)
    case .leakyRelu: (0.01, nil)
    case .thresholdedRelu, .elu: (1, nil)
    case .scaledTanh: (1, 1)
    case .hardSigmoid: (0.2, 0.5)
    }
  }
}
