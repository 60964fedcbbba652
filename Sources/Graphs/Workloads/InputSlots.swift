import Tensors

/// The inputs of an operator by their ONNX names, so that workloads can say `"shape": [1, -1]` or `"B": "shortcut"`.
struct InputSlot {
  var name: String
  /// What a literal becomes: `int64` for shapes, axes and counts, `fp32` for settings; nil: the element type of the
  /// node's first input.
  var literal: ElementType?
  /// Whether a single number stands for a list of one.
  var isList = false
  /// Whether a constant here says how to compute, and is neither a parameter of the model nor data to convert.
  var isSetting = false

  /// Names as the ONNX operator documentation gives them; operators not listed take their inputs by position only.
  static func slots(of operation: String) -> [InputSlot] {
    if operation.hasPrefix("Reduce") { return [data("data"), integers("axes")] }
    return table[operation] ?? []
  }

  private static func data(_ name: String) -> InputSlot { InputSlot(name: name, literal: nil) }
  private static func setting(_ name: String) -> InputSlot {
    InputSlot(name: name, literal: nil, isSetting: true)
  }
  private static func real(_ name: String) -> InputSlot { InputSlot(name: name, literal: .float32) }
  private static func reals(_ name: String) -> InputSlot {
    InputSlot(name: name, literal: .float32, isList: true, isSetting: true)
  }
  private static func integer(_ name: String) -> InputSlot { InputSlot(name: name, literal: .int64) }
  private static func integers(_ name: String) -> InputSlot {
    InputSlot(name: name, literal: .int64, isList: true)
  }
  private static func recurrent(_ states: String...) -> [InputSlot] {
    [data("X"), data("W"), data("R"), data("B"), integers("sequence_lens")] + states.map(data)
  }

  private static let binary = [data("A"), data("B")]

  private static let table: [String: [InputSlot]] = [
    "Add": binary, "Sub": binary, "Mul": binary, "Div": binary, "MatMul": binary, "Equal": binary,
    "Less": binary, "LessOrEqual": binary, "Greater": binary, "GreaterOrEqual": binary, "And": binary,
    "Or": binary, "Mod": binary,
    "Pow": [data("X"), data("Y")],
    "PRelu": [data("X"), data("slope")],
    "Clip": [data("input"), setting("min"), setting("max")],
    "Where": [data("condition"), real("X"), real("Y")],
    "Conv": [data("X"), data("W"), data("B")],
    "ConvTranspose": [data("X"), data("W"), data("B")],
    "Gemm": [data("A"), data("B"), data("C")],
    "QuantizeLinear": [data("x"), setting("y_scale"), setting("y_zero_point")],
    Requantize.name: [data("sums"), setting("factors"), setting("zero_points")],
    "DequantizeLinear": [data("x"), setting("x_scale"), setting("x_zero_point")],
    "BatchNormalization": [
      data("X"), data("scale"), data("B"), data("input_mean"), data("input_var"),
    ],
    "LayerNormalization": [data("X"), data("Scale"), data("B")],
    "InstanceNormalization": [data("input"), data("scale"), data("B")],
    "LSTM": recurrent("initial_h", "initial_c", "P"),
    "GRU": recurrent("initial_h"),
    "RNN": recurrent("initial_h"),
    "Gather": [real("data"), integer("indices")],
    "GatherElements": [real("data"), integer("indices")],
    "GatherND": [real("data"), integer("indices")],
    "ScatterND": [data("data"), integer("indices"), data("updates")],
    "Reshape": [data("data"), integers("shape")],
    "Expand": [data("input"), integers("shape")],
    "Tile": [data("input"), integers("repeats")],
    "Unsqueeze": [data("data"), integers("axes")],
    "Squeeze": [data("data"), integers("axes")],
    "Split": [data("input"), integers("split")],
    "Slice": [data("data"), integers("starts"), integers("ends"), integers("axes"), integers("steps")],
    "Pad": [data("data"), integers("pads"), setting("constant_value"), integers("axes")],
    "Resize": [data("X"), reals("roi"), reals("scales"), integers("sizes")],
    "TopK": [data("X"), integers("K")],
    "Trilu": [data("input"), integer("k")],
    "CumSum": [data("x"), integer("axis")],
    "OneHot": [integer("indices"), integer("depth"), real("values")],
    "Range": [integer("start"), integer("limit"), integer("delta")],
    "NonMaxSuppression": [
      data("boxes"), data("scores"), integers("max_output_boxes_per_class"), reals("iou_threshold"),
      reals("score_threshold"),
    ],
  ]
}
