import Tensors

/// ONNX `GlobalLpPool`: the p-norm of each channel.
struct GlobalLpPool: CompositeOperator {
  static let name = "GlobalLpPool"
  static let inputCount = 1...1
  var power: Int

  init(attributes: inout AttributeReader) throws {
    power = try attributes.integer("p") ?? 2
    guard power >= 1 else { throw GraphError("p is \(power)", remedy: "at least 1") }
  }

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    let x = try inputs.required(0)
    let rank = body.shape(of: x).count
    guard rank >= 3 else { throw GraphError("\(Self.name) needs spatial axes and has \(rank - 2)") }
    let reduction: [String: AttributeValue] = [
      "axes": .integers(Array(2..<rank)), "keepdims": .integer(1),
    ]
    if power == 1 { return [try body.add("ReduceL1", [x], reduction)] }
    if power == 2 { return [try body.add("ReduceL2", [x], reduction)] }
    let powers = try body.add("Pow", [try body.add("Abs", [x]), body.scalar(Float(power), like: x)])
    let sum = try body.add("ReduceSum", [powers], reduction)
    return [try body.add("Pow", [sum, body.scalar(1 / Float(power), like: x)])]
  }
}
