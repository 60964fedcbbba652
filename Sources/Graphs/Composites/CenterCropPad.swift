import Tensors

/// ONNX `CenterCropPad`: axes cut or padded with zeros, alike on both sides, to the lengths wanted.
struct CenterCropPad: CompositeOperator {
  static let name = "CenterCropPad"
  static let inputCount = 2...2
  var axes: [Int]?

  init(attributes: inout AttributeReader) throws { axes = try attributes.integers("axes") }

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    var data = try inputs.required(0)
    let shape = body.shape(of: data)
    let wanted = try body.value(of: try inputs.required(1)).integers.map { Int($0) }
    let axes = try (self.axes ?? Array(shape.indices)).map { try Axes.normalized($0, rank: shape.count) }
    guard wanted.count == axes.count, wanted.allSatisfy({ $0 >= 0 }), Set(axes).count == axes.count else {
      throw GraphError("shape \(wanted) does not fit axes \(axes) of \(shape)", remedy: "one length an axis")
    }
    let cuts = zip(axes, wanted).filter { shape[$0] > $1 }
    if !cuts.isEmpty {
      let starts = cuts.map { (shape[$0] - $1) / 2 }
      data = try body.add(
        "Slice",
        [
          data, body.integers(starts), body.integers(zip(starts, cuts).map { $0 + $1.1 }),
          body.integers(cuts.map(\.0)),
        ])
    }
    var pads = [Int](repeating: 0, count: 2 * shape.count)
    for (axis, length) in zip(axes, wanted) where shape[axis] < length {
      pads[axis] = (length - shape[axis]) / 2
      pads[axis + shape.count] = length - shape[axis] - pads[axis]
    }
    return [pads.allSatisfy { $0 == 0 } ? data : try body.add("Pad", [data, body.integers(pads)])]
  }
}
