import Tensors

@testable import Graphs

/// At least one example of every operator that can be cut into boxes.
enum TiledExamples {
  static var all: [OperatorExample] {
    unary + binary + window + reduce + move + normalize + quantized + sampled
  }

  static let quantized: [OperatorExample] = {
    let image = Given.reals(2, 6, 5)
    let blocked: [String: AttributeValue] = ["axis": .integer(1), "block_size": .integer(4)]
    return [
      OperatorExample(QuantizeLinear.self, [:], [image, .scalar(Float(0.01))]),
      OperatorExample(
        QuantizeLinear.self, blocked,
        [image, Given.positives(2, 2, 5), Given.integers(.int4, 2, 2, 5, in: -2...2)]),
      OperatorExample(
        DequantizeLinear.self, blocked,
        [Given.integers(.int8, 2, 6, 5), Given.positives(2, 2, 5), Given.integers(.int8, 2, 2, 5)]),
      OperatorExample(
        DequantizeLinear.self, ["axis": .integer(-1)], [Given.integers(.int16, 2, 6, 5), Given.positives(5)]),
      OperatorExample(
        Requantize.self, [:],
        [Given.integers(.int32, 2, 3, 4, 5), Given.positives(3, 1, 1), Given.integers(.int8, 3, 1, 1)]),
    ]
  }()

  static let sampled: [OperatorExample] = {
    let image = Given.reals(2, 3, 6, 5)
    let grid = Given.reals(2, 4, 7, 2, seed: 4)
    let regions = Given.floats([3, 4], [0, 0, 4, 5, 1, 0.5, 3, 3, 2, 2, 2.5, 4])
    return ["nearest", "linear", "cubic"].flatMap { mode in
      ["zeros", "border", "reflection"].map {
        OperatorExample(
          GridSample.self, ["mode": .string(mode), "padding_mode": .string($0)], [image, grid])
      }
    } + [
      OperatorExample(
        GridSample.self, ["align_corners": .integer(1)],
        [Given.reals(1, 2, 3, 4, 5), Given.reals(1, 2, 3, 2, 3, seed: 4)]),
      OperatorExample(
        RoiAlign.self, ["output_height": .integer(2), "output_width": .integer(3)],
        [image, regions, Given.list(0, 1, 0)]),
      OperatorExample(
        RoiAlign.self,
        ["mode": .string("max"), "sampling_ratio": .integer(2), "output_height": .integer(2)],
        [image, regions, Given.list(1, 1, 0)]),
      OperatorExample(
        MaxRoiPool.self, ["pooled_shape": .integers([2, 2])],
        [image, Given.floats([3, 5], [0, 0, 0, 4, 5, 1, 1, 0, 3, 3, 1, 2, 2, 2, 4])]),
    ]
  }()

  static let unary: [OperatorExample] = {
    let image = Given.reals(2, 3, 5, 7)
    let plain: [any Operator.Type] = [
      Relu.self, LeakyRelu.self, Elu.self, HardSigmoid.self, HardSwish.self, Sigmoid.self, Tanh.self,
      Softplus.self, Softsign.self, Gelu.self, Exp.self, Erf.self, Neg.self, Abs.self, Sign.self, Floor.self,
      Ceil.self, Round.self, Sin.self, Cos.self, Tan.self, Atan.self, Sinh.self, Cosh.self, Asinh.self,
      Celu.self, Selu.self, Mish.self, ThresholdedRelu.self, Shrink.self, IsNaN.self, IsInf.self,
      Binarizer.self,
    ]
    return plain.map { OperatorExample($0, [:], [image]) } + [
      OperatorExample(Log.self, [:], [Given.positives(2, 9)]),
      OperatorExample(Sqrt.self, [:], [Given.positives(2, 9)]),
      OperatorExample(Reciprocal.self, [:], [Given.positives(2, 9)]),
      OperatorExample(Gelu.self, ["approximate": .string("tanh")], [image]),
      OperatorExample(Abs.self, [:], [Given.integers(.int32, 4, 5)]),
      OperatorExample(Not.self, [:], [Given.truths(3, 4)]),
      OperatorExample(BitwiseNot.self, [:], [Given.integers(.uint16, 3, 5, in: 0...65535)]),
      OperatorExample(Trilu.self, [:], [image, .scalar(Int64(1))]),
      OperatorExample(Trilu.self, ["upper": .integer(0)], [Given.integers(.int8, 6, 5)]),
      OperatorExample(Cast.self, ["to": .integer(7)], [image]),
      OperatorExample(Clip.self, [:], [image, .scalar(Float(-1)), .scalar(Float(1))]),
      OperatorExample(Clip.self, ["min": .float(0), "max": .float(6)], [image]),
    ]
  }()

  static let binary: [OperatorExample] = {
    let left = Given.reals(2, 3, 4, 5)
    let channel = Given.reals(3, 1, 1, seed: 8)
    let row = Given.reals(5, seed: 9)
    let column = Given.reals(2, 1, 4, 1, seed: 10)
    let whole = Given.integers(.int64, 3, 4)
    let plain: [any Operator.Type] = [
      Add.self, Sub.self, Mul.self, Div.self, Max.self, Min.self, Sum.self, Mean.self, Equal.self,
      Greater.self, GreaterOrEqual.self, Less.self, LessOrEqual.self, PRelu.self,
    ]
    return plain.flatMap { type in
      [channel, row, column, left].map { OperatorExample(type, [:], [left, $0]) }
    } + [
      OperatorExample(Add.self, [:], [column, channel]),
      OperatorExample(Add.self, [:], [whole, Given.integers(.int64, 4, seed: 4)]),
      OperatorExample(Mod.self, [:], [whole, Given.integers(.int64, 3, 1, in: 1...9)]),
      OperatorExample(Pow.self, [:], [Given.positives(3, 4), Given.reals(4)]),
      OperatorExample(Max.self, [:], [left, channel, row]),
      OperatorExample(
        BitShift.self, ["direction": .string("LEFT")],
        [Given.integers(.uint8, 3, 4, in: 0...255), Given.integers(.uint8, 4, in: 0...9)]),
      OperatorExample(BitwiseXor.self, [:], [whole, Given.integers(.int64, 3, 1, seed: 4)]),
      OperatorExample(And.self, [:], [Given.truths(3, 4), Given.truths(4)]),
      OperatorExample(Or.self, [:], [Given.truths(3, 4), Given.truths(4)]),
      OperatorExample(Xor.self, [:], [Given.truths(3, 4), Given.truths(4)]),
      OperatorExample(Where.self, [:], [Given.truths(3, 1, 5), Given.reals(2, 1, 4, 5), Given.reals(4, 1)]),
      OperatorExample(
        BatchNormalization.self, [:],
        [left, Given.reals(3), Given.reals(3, seed: 5), Given.reals(3, seed: 6), Given.positives(3)]),
      OperatorExample(
        QuantizeLinear.self, ["axis": .integer(1)],
        [left, Given.positives(3), Given.integers(.int8, 3, in: -5...5)]),
      OperatorExample(
        DequantizeLinear.self, [:], [Given.integers(.uint8, 2, 6, in: 0...255), .scalar(Float(0.1))]),
    ]
  }()

  static let window: [OperatorExample] = {
    let image = Given.reals(2, 3, 9, 8)
    let pooled: [String: AttributeValue] = [
      "kernel_shape": .integers([3, 2]), "strides": .integers([2, 1]), "pads": .integers([1, 0, 1, 1]),
    ]
    func with(_ name: String, _ value: AttributeValue) -> [String: AttributeValue] {
      pooled.merging([name: value]) { $1 }
    }
    return [
      OperatorExample(MaxPool.self, pooled, [image]),
      OperatorExample(MaxPool.self, with("dilations", .integers([2, 3])), [image]),
      OperatorExample(MaxPool.self, with("ceil_mode", .integer(1)), [image]),
      OperatorExample(MaxPool.self, ["kernel_shape": .integers([3])], [Given.reals(1, 2, 11)]),
      OperatorExample(MaxPool.self, ["kernel_shape": .integers([2, 2, 2])], [Given.reals(1, 2, 4, 5, 6)]),
      OperatorExample(LpPool.self, pooled, [image]),
      OperatorExample(LpPool.self, with("p", .integer(3)), [image]),
      OperatorExample(LRN.self, ["size": .integer(2)], [image]),
      OperatorExample(LRN.self, ["size": .integer(3), "alpha": .float(0.5)], [Given.reals(2, 7, 4, 3)]),
      OperatorExample(AveragePool.self, pooled, [image]),
      OperatorExample(AveragePool.self, with("count_include_pad", .integer(1)), [image]),
      OperatorExample(AveragePool.self, with("ceil_mode", .integer(1)), [image]),
      OperatorExample(
        AveragePool.self, ["kernel_shape": .integers([2, 2]), "auto_pad": .string("SAME_LOWER")], [image]),
      OperatorExample(
        Conv.self, ["group": .integer(3), "pads": .integers([1, 1, 1, 1]), "strides": .integers([2, 2])],
        [image, Given.reals(3, 1, 3, 3, seed: 4), Given.reals(3)]),
      OperatorExample(
        Conv.self, ["group": .integer(3), "dilations": .integers([2, 1])],
        [image, Given.reals(6, 1, 3, 3, seed: 4)]),
      OperatorExample(
        Resize.self, ["mode": .string("linear")],
        [image, nil, Given.floats([4], [1, 1, 2, 1.5])]),
      OperatorExample(
        Resize.self,
        ["mode": .string("cubic"), "coordinate_transformation_mode": .string("align_corners")],
        [image, nil, nil, Given.list(2, 3, 12, 5)]),
      OperatorExample(
        Resize.self, ["mode": .string("linear"), "antialias": .integer(1), "axes": .integers([3, 2])],
        [image, nil, Given.floats([2], [0.4, 0.6])]),
      OperatorExample(
        Resize.self,
        [
          "mode": .string("linear"), "coordinate_transformation_mode": .string("tf_crop_and_resize"),
          "extrapolation_value": .float(9), "axes": .integers([2, 3]),
        ], [image, Given.floats([4], [-0.2, 0.1, 0.9, 1.3]), nil, Given.list(7, 6)]),
    ]
  }()

  static let reduce: [OperatorExample] = {
    let volume = Given.reals(2, 3, 4, 19)
    let plain: [any Operator.Type] = [
      ReduceSum.self, ReduceMean.self, ReduceMax.self, ReduceMin.self, ReduceProd.self,
      ReduceSumSquare.self, ReduceL1.self, ReduceL2.self, ReduceLogSumExp.self,
    ]
    let axes = [[1], [3], [1, 3], [0, 2], [-1, -2]]
    return plain.flatMap { type in
      axes.map {
        OperatorExample(type, ["axes": .integers($0), "keepdims": .integer($0.count % 2)], [volume])
      }
    } + [
      OperatorExample(ReduceLogSum.self, ["axes": .integers([1])], [Given.positives(3, 4, 5)]),
      OperatorExample(ReduceSum.self, [:], [Given.integers(.int64, 3, 4, 5), Given.list(1)]),
      OperatorExample(GlobalAveragePool.self, [:], [volume]),
      OperatorExample(GlobalMaxPool.self, [:], [volume]),
      OperatorExample(ArgMax.self, ["axis": .integer(1), "keepdims": .integer(0)], [volume]),
      OperatorExample(ArgMin.self, ["axis": .integer(-1)], [volume]),
      OperatorExample(Softmax.self, [:], [volume]),
      OperatorExample(Softmax.self, ["axis": .integer(1)], [volume]),
      OperatorExample(LogSoftmax.self, ["axis": .integer(2)], [volume]),
      OperatorExample(Hardmax.self, ["axis": .integer(1)], [volume]),
      OperatorExample(CumSum.self, ["reverse": .integer(1)], [volume, .scalar(Int64(2))]),
    ]
  }()

  static let normalize: [OperatorExample] = [
    OperatorExample(RMSNormalization.self, [:], [Given.reals(2, 3, 33), Given.reals(33, seed: 4)]),
    OperatorExample(
      RMSNormalization.self, ["axis": .integer(1)], [Given.reals(4, 3, 5), Given.reals(5, seed: 4)]),
    OperatorExample(
      LayerNormalization.self, [:],
      [Given.reals(2, 3, 33), Given.reals(33, seed: 4), Given.reals(33, seed: 5)]),
    OperatorExample(
      LayerNormalization.self, ["axis": .integer(1)], [Given.reals(4, 3, 5), Given.reals(3, 5, seed: 4), nil]),
    OperatorExample(
      InstanceNormalization.self, [:],
      [Given.reals(2, 4, 5, 6), Given.reals(4, seed: 4), Given.reals(4, seed: 5)]),
    OperatorExample(
      GroupNormalization.self, ["num_groups": .integer(2)],
      [Given.reals(3, 4, 5, 6), Given.reals(4, seed: 4), Given.reals(4, seed: 5)]),
  ]

  static let move: [OperatorExample] = {
    let image = Given.reals(2, 8, 4, 6)
    return [
      OperatorExample(Transpose.self, [:], [image]),
      OperatorExample(Transpose.self, ["perm": .integers([0, 2, 3, 1])], [image]),
      OperatorExample(Transpose.self, ["perm": .integers([1, 0])], [Given.integers(.int8, 5, 7)]),
      OperatorExample(
        Concat.self, ["axis": .integer(-3)],
        [image, Given.reals(2, 3, 4, 6, seed: 4), Given.reals(2, 1, 4, 6)]),
      OperatorExample(
        Slice.self, [:], [image, Given.list(1, -1), Given.list(7, -100), Given.list(1, 3), Given.list(2, -2)]),
      OperatorExample(Split.self, ["split": .integers([8]), "axis": .integer(1)], [image]),
      OperatorExample(Pad.self, [:], [image, Given.list(0, 1, 2, 0, 1, 0, 3, 2), .scalar(Float(7))]),
      OperatorExample(
        Pad.self, ["mode": .string("reflect"), "pads": .integers([0, 0, 2, 3, 0, 0, 1, 2])], [image]),
      OperatorExample(
        Pad.self, ["mode": .string("edge"), "pads": .integers([1, 0, 0, -1, 0, 2, 5, 2])], [image]),
      OperatorExample(
        Pad.self, ["mode": .string("wrap"), "pads": .integers([0, 0, 5, 1, 0, 0, 0, 9])], [image]),
      OperatorExample(Gather.self, ["axis": .integer(1)], [image, Given.list(3, -1, 0, 3)]),
      OperatorExample(Gather.self, ["axis": .integer(2)], [image, .scalar(Int64(1))]),
      OperatorExample(Expand.self, [:], [Given.reals(3, 1), Given.list(2, 1, 6)]),
      OperatorExample(Tile.self, [:], [Given.integers(.int64, 2, 3), Given.list(3, 2)]),
      OperatorExample(
        Resize.self, ["coordinate_transformation_mode": .string("asymmetric")],
        [image, nil, Given.floats([4], [1, 1, 2, 2])]),
      OperatorExample(Upsample.self, ["scales": .floats([1, 1, 2, 3])], [image]),
      OperatorExample(
        Resize.self,
        [
          "coordinate_transformation_mode": .string("tf_crop_and_resize"), "extrapolation_value": .float(9),
          "axes": .integers([2, 3]),
        ], [image, Given.floats([4], [-0.2, 0.1, 0.9, 1.3]), nil, Given.list(7, 9)]),
      OperatorExample(
        Compress.self, ["axis": .integer(1)],
        [image, Tensor(TensorType(.bool, [7]), integers: [1, 0, 1, 1, 0, 0, 1])]),
      OperatorExample(
        Pad.self, ["pads": .integers([0, 0, 1, 2, 0, 1, 0, 0]), "value": .float(3)], [image]),
      OperatorExample(DepthToSpace.self, ["blocksize": .integer(2)], [image]),
      OperatorExample(DepthToSpace.self, ["blocksize": .integer(2), "mode": .string("CRD")], [image]),
      OperatorExample(SpaceToDepth.self, ["blocksize": .integer(2)], [image]),
    ]
  }()
}
