import Tensors

/// What an operator was made from: enough to make it again, and to write it into a file.
///
/// Nodes carry it beside their operation and lose it when a pass gives them another one; `Node.description` finds it
/// again for the operators that passes make.
struct OperatorSource: Sendable, Hashable {
  /// The registered name: ONNX's, or `domain::Name`.
  var name: String
  /// In the kinds that the operator asks for.
  var attributes: [String: AttributeValue] = [:]
  /// The operator set whose meaning name and attributes have.
  var opset = AttributeReader.latestOpset
}

/// An operator that passes make without a name and attributes, and that can say what they would be.
protocol DescribedOperator: Operator {
  var attributes: [String: AttributeValue] { get }
}

extension Operator {
  /// Name and attributes that make this operator: those it was made from, or its own where a pass made it.
  /// - Throws: `GraphError` when nothing is known to make it.
  func described(by source: OperatorSource?) throws -> OperatorSource {
    if let source { return source }
    let own = (self as? any DescribedOperator)?.attributes
    guard own != nil || MemoryLayout<Self>.size == 0 else {
      throw GraphError(
        "\(Self.name) was made by a pass and has no ONNX form", remedy: "export before the pass")
    }
    return OperatorSource(name: Self.name, attributes: own ?? [:])
  }

  /// Whether name and attributes make this very operator in an operator set: what comes out is compared with it, so
  /// that no attribute is lost and no other version's meaning slips in.
  func isMade(by source: OperatorSource, opset: Int, outputCount: Int) -> Bool {
    let mine = String(describing: self)
    return [outputCount, nil].contains { count in
      let again = try? OperatorRegistry.make(
        source.name, attributes: source.attributes, opset: opset, outputCount: count)
      return again.map { String(describing: $0) == mine } ?? false
    }
  }
}

extension Gemm: DescribedOperator {
  var attributes: [String: AttributeValue] {
    [
      "alpha": .float(alpha), "beta": .float(beta), "transA": .integer(transposesA ? 1 : 0),
      "transB": .integer(transposesB ? 1 : 0),
    ]
  }
}

extension Reshape: DescribedOperator {
  var attributes: [String: AttributeValue] {
    var attributes: [String: AttributeValue] = allowsZero ? ["allowzero": .integer(1)] : [:]
    attributes["shape"] = shape.map { .integers($0) }
    return attributes
  }
}

extension Slice: DescribedOperator {
  var attributes: [String: AttributeValue] {
    ["starts": starts, "ends": ends, "axes": axes].compactMapValues { $0.map { .integers($0) } }
  }
}

extension Clip: DescribedOperator {
  var attributes: [String: AttributeValue] {
    ["min": minimum, "max": maximum].compactMapValues { $0.map { .float($0) } }
  }
}

extension Concat: DescribedOperator {
  var attributes: [String: AttributeValue] { ["axis": .integer(axis)] }
}

extension Transpose: DescribedOperator {
  var attributes: [String: AttributeValue] { permutation.map { ["perm": .integers($0)] } ?? [:] }
}

extension MatMulInteger: DescribedOperator {
  var attributes: [String: AttributeValue] { [:] }
}

extension ConvInteger: DescribedOperator {
  var attributes: [String: AttributeValue] {
    let window = convolution.window
    let lists = [
      "kernel_shape": window.kernel, "strides": window.strides, "dilations": window.dilations,
      "pads": window.pads,
    ]
    var attributes = lists.compactMapValues { $0.map { AttributeValue.integers($0) } }
    attributes["group"] = .integer(convolution.groups)
    if window.automaticPadding != .none { attributes["auto_pad"] = .string(window.automaticPadding.rawValue) }
    return attributes
  }
}
