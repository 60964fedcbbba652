import Tensors

/// ONNX `OneHot`: a new axis of length `depth`, on at each index and off elsewhere (everywhere when the index lies
/// outside `-depth..<depth`). The values off and on are one input of two elements.
struct OneHot: HostOperator {
  static let name = "OneHot"
  static let inputCount = 3...3
  var axis: Int

  init(attributes: inout AttributeReader) throws { axis = try attributes.integer("axis") ?? -1 }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let indices = try inputs.required(0).type.shape
    let values = try inputs.required(2).type
    guard values.elementCount == 2 else {
      throw GraphError("values have shape \(values.shape)", remedy: "give two: off and on")
    }
    var shape = indices
    shape.insert(
      try inputs.fixedCount(1, "depth"), at: try Axes.normalized(axis, rank: indices.count + 1))
    return [TensorType(values.element, shape, quantization: values.quantization)]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let indices = try inputs.required(0)
    let shape = outputs[0].shape
    let axis = try Axes.normalized(axis, rank: shape.count)
    let depth = shape[axis]
    let inner = shape[(axis + 1)...].reduce(1, *)
    let numbers =
      indices.type.isReal ? indices.floats.map { Double($0) } : indices.integers.map { Double($0) }
    var places = [Int](repeating: 0, count: outputs[0].elementCount)
    for (position, number) in numbers.enumerated() {
      guard let stated = Int(exactly: number.rounded(.towardZero)), -depth..<depth ~= stated else { continue }
      let index = stated < 0 ? stated + depth : stated
      places[(position / inner * depth + index) * inner + position % inner] = 1
    }
    return [
      try RawElements.moving(try inputs.required(2), to: shape) { source, target, width in
        places.withUnsafeBufferPointer {
          guard let base = $0.baseAddress else { return }
          RawElements.copyGathered(
            from: source, places: base, filler: source, to: target, count: places.count, width: width)
        }
      }
    ]
  }
}

extension Array where Element == OperatorInput? {
  /// One number that has to be known before the run and counts something.
  /// - Throws: `GraphError` when it is not known, no single number or negative.
  func fixedCount(_ index: Int, _ role: String) throws -> Int {
    guard let constant = try required(index, role).constant else {
      throw GraphError(
        "input \(index) (\(role)) is not known before the run", remedy: "make it a constant",
        neededInput: index)
    }
    let number = constant.type.isReal ? constant.floats.first.map(Double.init) : nil
    let whole =
      number.map { Int(exactly: $0.rounded(.towardZero)) } ?? constant.integersIfWhole.first.map(Int.init)
    guard constant.elementCount == 1, let whole, whole >= 0 else {
      throw GraphError("input \(index) (\(role)) is no count", remedy: "give one number, 0 or more")
    }
    return whole
  }
}

extension Tensor {
  fileprivate var integersIfWhole: [Int64] { type.isReal ? [] : integers }
}
