extension OperatorRegistry {
  /// Operators of neural networks and of their quantised forms that `all` lists beside the basic ones.
  static let neuralNetwork: [any Operator.Type] = [
    Col2Im.self, ConvInteger.self, DeformConv.self, DynamicQuantizeLSTM.self, GridSample.self, LRN.self,
    LpPool.self, MatMulInteger.self, MaxRoiPool.self, MaxUnpool.self, NegativeLogLikelihoodLoss.self,
    RMSNormalization.self, Requantize.self, RoiAlign.self,
  ]
}

extension CompositeRegistry {
  /// Operators of neural networks and of their quantised forms that are defined by others.
  static let neuralNetwork: [any CompositeOperator.Type] = [
    Adagrad.self, Adam.self, AffineGrid.self, Attention.self, BiasGelu.self, CenterCropPad.self,
    DynamicQuantizeLinear.self, DynamicQuantizeMatMul.self, EmbedLayerNormalization.self, FastGelu.self,
    FusedConv.self, FusedGemm.self, FusedMatMul.self, GlobalLpPool.self, MatMulIntegerToFloat.self,
    MeanVarianceNormalization.self, MicrosoftAttention.self, MicrosoftGelu.self, Momentum.self,
    QGemm.self, QLinearAdd.self, QLinearAveragePool.self, QLinearConcat.self, QLinearConv.self,
    QLinearGlobalAveragePool.self, QLinearLeakyRelu.self, QLinearMatMul.self, QLinearMul.self,
    QLinearSigmoid.self, QLinearSoftmax.self, QuickGelu.self, RotaryEmbedding.self,
    SimplifiedLayerNormalization.self, SkipLayerNormalization.self,
    SkipSimplifiedLayerNormalization.self, SoftmaxCrossEntropyLoss.self,
  ]
}
