import Tensors

/// ONNX `DynamicQuantizeLinear`: uint8 codes, scale and zero point from the range of the data, zero included. Data
/// that are all zero get scale 1.
struct DynamicQuantizeLinear: CompositeOperator {
  static let name = "DynamicQuantizeLinear"
  static let inputCount = 1...1

  init(attributes: inout AttributeReader) throws {}

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    let x = try inputs.required(0)
    let zero = body.scalar(0, like: x)
    let high = try body.add("Max", [try extreme("ReduceMax", of: x, in: &body), zero])
    let low = try body.add("Min", [try extreme("ReduceMin", of: x, in: &body), zero])
    let range = try body.add("Sub", [high, low])
    let step = try body.add("Div", [range, body.scalar(255, like: x)])
    let scale = try body.add(
      "Where", [try body.add("Equal", [range, zero]), body.scalar(1, like: x), step])
    let shift = try body.add("Sub", [zero, try body.add("Div", [low, scale])])
    let rounded = try body.add(
      "Round", [try body.add("Clip", [shift, zero, body.scalar(255, like: x)])])
    let zeroPoint = try body.add("Cast", [rounded], ["to": .integer(2)])
    return [try body.add("QuantizeLinear", [x, scale, zeroPoint]), scale, zeroPoint]
  }

  /// The largest or smallest element. Rows first, so that a large tensor can be cut between them.
  private func extreme(_ operation: String, of x: Operand, in body: inout Composition) throws -> Operand {
    var rest = x
    if body.shape(of: x).count > 1 {
      rest = try body.add(operation, [x, body.integers([-1])], ["keepdims": .integer(0)])
    }
    return try body.add(operation, [rest], ["keepdims": .integer(0)])
  }
}
