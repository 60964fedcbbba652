import Tensors

/// A product with weights as those see it who change the weights: which of their axes mean what.
public struct WeightedProduct: Sendable {
  /// Axis of the weights along which output channels run.
  public var outputAxis: Int
  /// Axis along which the input channels of a group run.
  public var inputAxis: Int
  /// Groups of channels that see nothing of each other; a depthwise convolution has as many as input channels.
  public var groups: Int
  /// The operator that sums the same products over plain integers; nil where there is none.
  public var integerOperation: (any Operator)?
  /// Whether that operator takes the weights with their axes exchanged.
  public var integerOperationTransposesWeights: Bool
}

extension Graph {
  /// nil for a node that is no Conv, Gemm or MatMul, or whose second operand is no constant.
  public func weightedProduct(of node: Node) -> WeightedProduct? {
    guard node.inputs.count > 1, let weights = node.inputs[1], isConstant(weights) else { return nil }
    switch node.operation {
    case let convolution as Conv:
      return WeightedProduct(
        outputAxis: 0, inputAxis: 1, groups: convolution.groups,
        integerOperation: ConvInteger(convolution: convolution), integerOperationTransposesWeights: false)
    case let gemm as Gemm where !gemm.transposesA:
      return WeightedProduct(
        outputAxis: gemm.transposesB ? 0 : 1, inputAxis: gemm.transposesB ? 1 : 0, groups: 1,
        integerOperation: MatMulInteger(), integerOperationTransposesWeights: gemm.transposesB)
    case is MatMul where values[weights].type.shape.count == 2:
      return WeightedProduct(
        outputAxis: 1, inputAxis: 0, groups: 1, integerOperation: MatMulInteger(),
        integerOperationTransposesWeights: false)
    default: return nil
    }
  }
}

extension Node {
  /// A node of an operator by its name, which can be written into a file again.
  /// - Throws: `GraphError` for an unknown operator or an attribute that does not fit it.
  public init(
    name: String, operation: String, attributes: [String: AttributeValue] = [:], inputs: [ValueIndex?],
    outputs: [ValueIndex]
  ) throws {
    let made = try OperatorRegistry.describedOperator(
      operation, attributes: attributes, opset: AttributeReader.latestOpset, outputCount: outputs.count,
      validWords: [])
    self.init(
      name: name, operation: made.operation, source: made.source, inputs: inputs, outputs: outputs)
  }

  /// The operator's ONNX name.
  public var operatorName: String { type(of: operation).name }

  /// The attributes that make its operation; nil where nothing is known to make it.
  public var attributes: [String: AttributeValue]? { try? operation.described(by: source).attributes }
}
