import Tensors

/// Which floating-point types below fp32 the standard's operators are defined on (operator set 21).
enum NarrowTypes {
  static func isAllowed(_ type: TensorType, for operation: String) -> Bool {
    switch type.element {
    case .float16: !float32Only.contains(operation)
    case .bfloat16: operation.hasPrefix("Reduce") || takingBfloat16.contains(operation)
    default: true
    }
  }

  private static let float32Only: Set<String> = [
    "Celu", "DynamicQuantizeLinear", "NonMaxSuppression", "Range",
  ]

  private static let takingBfloat16: Set<String> = [
    "Abs", "Add", "ArgMax", "ArgMin", "BatchNormalization", "Cast", "Ceil", "Clip", "Concat", "CumSum",
    "DepthToSpace",
    "DequantizeLinear", "Div", "Dropout", "Equal", "Erf", "Exp", "Expand", "Flatten", "Floor", "Gather",
    "GatherElements", "GatherND", "Gelu", "Gemm", "Greater", "GreaterOrEqual", "GroupNormalization",
    "Identity", "LayerNormalization", "LeakyRelu",
    "Less", "LessOrEqual", "Log", "LogSoftmax", "MatMul", "Max", "Mean", "Min", "Mod", "Mul", "Neg",
    "NonZero",
    "PRelu", "Pad", "Pow", "QuantizeLinear", "Reciprocal", "Relu", "Reshape", "Resize", "ScatterElements",
    "ScatterND", "Shape", "Sigmoid", "Sign", "Size", "Slice", "Softmax", "SpaceToDepth", "Split", "Sqrt",
    "Squeeze",
    "Sub", "Sum", "Tanh", "Tile", "Transpose", "Trilu", "Unsqueeze", "Where",
  ]
}
