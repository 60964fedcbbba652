import Documents

/// The operators that graphs may name.
public enum OperatorRegistry {
  /// Every operator, one line each. A new operator is its own file and a word here.
  static let all: [any Operator.Type] =
    [
      Abs.self, Acos.self, Acosh.self, Add.self, And.self, ArgMax.self, ArgMin.self,
      ArrayFeatureExtractor.self, Asin.self, Asinh.self, Atan.self, Atanh.self, AveragePool.self,
      BatchNormalization.self, Bernoulli.self, Binarizer.self, BitShift.self, BitwiseAnd.self,
      BitwiseNot.self, BitwiseOr.self, BitwiseXor.self, BlackmanWindow.self, Cast.self, Ceil.self, Celu.self,
      Clip.self, Compress.self, Concat.self, Constant.self, ConstantOfShape.self, Conv.self,
      ConvTranspose.self, Cos.self, Cosh.self, CumSum.self, DFT.self, DepthToSpace.self,
      DequantizeLinear.self, Det.self, Div.self, Dropout.self, Elu.self, Equal.self, Erf.self, Exp.self,
      Expand.self, EyeLike.self, Flatten.self, Floor.self, GRU.self, Gather.self, GatherElements.self,
      GatherND.self, Gelu.self, Gemm.self, GlobalAveragePool.self, GlobalMaxPool.self, Greater.self,
      GreaterOrEqual.self, GroupNormalization.self, HammingWindow.self, HannWindow.self, HardSigmoid.self,
      HardSwish.self, Hardmax.self, Identity.self, InstanceNormalization.self, IsInf.self, IsNaN.self,
      LSTM.self, LabelEncoder.self, LayerNormalization.self, LeakyRelu.self, Less.self, LessOrEqual.self,
      Log.self, LogSoftmax.self, MatMul.self, Max.self, MaxPool.self, Mean.self, MelWeightMatrix.self,
      Min.self, Mish.self, Mod.self, Mul.self, Multinomial.self, Neg.self, NonMaxSuppression.self,
      NonZero.self, Not.self, NumberRange.self, OneHot.self, Or.self, PRelu.self, Pad.self, Pow.self,
      QuantizeLinear.self, RNN.self, RandomNormal.self, RandomNormalLike.self, RandomUniform.self,
      RandomUniformLike.self, Reciprocal.self, ReduceL1.self, ReduceL2.self, ReduceLogSum.self,
      ReduceLogSumExp.self, ReduceMax.self, ReduceMean.self, ReduceMin.self, ReduceProd.self, ReduceSum.self,
      ReduceSumSquare.self, Relu.self, Reshape.self, Resize.self, ReverseSequence.self, Round.self, STFT.self,
      Scatter.self, ScatterElements.self, ScatterND.self, Selu.self, Shape.self, Shrink.self, Sigmoid.self,
      Sign.self, Sin.self, Sinh.self, Size.self, Slice.self, Softmax.self, Softplus.self, Softsign.self,
      SpaceToDepth.self, Split.self, Sqrt.self, Squeeze.self, Sub.self, Sum.self, Tan.self, Tanh.self,
      TfIdfVectorizer.self, ThresholdedRelu.self, Tile.self, TopK.self, Transpose.self, TreeEnsemble.self,
      Trilu.self, Unique.self, Unsqueeze.self, Upsample.self, Where.self, Xor.self,
    ] + neuralNetwork

  private static let byName: [String: any Operator.Type] = Dictionary(
    uniqueKeysWithValues: all.map { ($0.name, $0) })

  /// All ONNX names, sorted.
  public static var names: [String] { (Array(byName.keys) + CompositeRegistry.names).sorted() }

  /// - Throws: `GraphError` with the nearest name when there is no such operator.
  public static func type(named name: String) throws -> any Operator.Type {
    guard let type = byName[name] else {
      throw GraphError(
        "unknown operator “\(name)”",
        remedy: nearestName(to: name, among: names).map { "did you mean “\($0)”?" }
          ?? "operators go by their ONNX names")
    }
    return type
  }

  /// The operator with its attributes bound.
  /// - Parameter validWords: what else the file's format knows at this place, for suggestions.
  /// - Throws: `GraphError` for an unknown operator or an attribute that does not fit it.
  public static func make(
    _ name: String, attributes: [String: AttributeValue] = [:], opset: Int = AttributeReader.latestOpset,
    outputCount: Int? = nil, validWords: [String] = []
  ) throws -> any Operator {
    try describedOperator(
      name, attributes: attributes, opset: opset, outputCount: outputCount, validWords: validWords
    ).operation
  }

  /// The operator, and what it was made from.
  static func describedOperator(
    _ name: String, attributes: [String: AttributeValue], opset: Int, outputCount: Int?, validWords: [String]
  ) throws -> (operation: any Operator, source: OperatorSource) {
    var reader = AttributeReader(attributes, opset: opset, outputCount: outputCount)
    let operation = try type(named: name).init(attributes: &reader)
    try reader.finish(validWords: validWords)
    return (operation, OperatorSource(name: name, attributes: reader.taken, opset: opset))
  }
}
