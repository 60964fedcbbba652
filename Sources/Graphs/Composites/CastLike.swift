import Tensors

/// ONNX `CastLike`: a Cast to the element type of the second input, whose values do not matter.
struct CastLike: CompositeOperator {
  static let name = "CastLike"
  static let inputCount = 2...2
  var saturates: Int

  init(attributes: inout AttributeReader) throws { saturates = try attributes.integer("saturate") ?? 1 }

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    let element = body.type(of: try inputs.required(1)).element
    return [
      try body.add(
        "Cast", [try inputs.required(0)],
        ["to": .integer(element.onnxNumber), "saturate": .integer(saturates)])
    ]
  }
}
