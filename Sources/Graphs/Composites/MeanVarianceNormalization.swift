import Tensors

/// ONNX `MeanVarianceNormalization`: `(x − mean) / (√mean((x − mean)²) + 10⁻⁹)` over some axes.
struct MeanVarianceNormalization: CompositeOperator {
  static let name = "MeanVarianceNormalization"
  static let inputCount = 1...1
  var axes: [Int]

  init(attributes: inout AttributeReader) throws { axes = try attributes.integers("axes") ?? [0, 2, 3] }

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    let x = try inputs.required(0)
    let reduction: [String: AttributeValue] = ["axes": .integers(axes), "keepdims": .integer(1)]
    let centred = try body.add("Sub", [x, try body.add("ReduceMean", [x], reduction)])
    let variance = try body.add("ReduceMean", [try body.add("Mul", [centred, centred])], reduction)
    let deviation = try body.add("Add", [try body.add("Sqrt", [variance]), body.scalar(1e-9, like: x)])
    return [try body.add("Div", [centred, deviation])]
  }
}
