import Tensors

/// ONNX `Pad`: elements before and behind each axis; constant, edge, reflect or wrap; negative counts crop.
struct Pad: TiledOperator {
  static let name = "Pad"
  static let inputCount = 1...4
  static let kind = TiledKind.move

  enum Mode: String, CaseIterable {
    case constant, edge, reflect, wrap
  }

  var mode: Mode
  var pads: [Int]?
  /// Of models before opset 11; later ones give it as input 2.
  var value: Float?

  init(attributes: inout AttributeReader) throws {
    mode = try attributes.choice("mode", .constant)
    pads = try attributes.integers("pads")
    value = try attributes.float("value")
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    if let filler = inputs.optional(2)?.type { _ = try ElementAgreement.common(of: [input, filler]) }
    let places = try places(inputs)
    return [TensorType(input.element, places.map(\.count), quantization: input.quantization)]
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    SeparableMove(
      input: try inputs.required(0).type.shape, places: try places(inputs),
      fillerInput: inputs.optional(2) == nil ? nil : 2,
      filler: value.map {
        Tensor(TensorType(outputs[0].isReal ? .float32 : outputs[0].element, []), floats: [$0])
      })
  }

  private func places(_ inputs: [OperatorInput?]) throws -> [[Int]] {
    let shape = try inputs.required(0).type.shape
    guard let pads = try inputs.fixedIntegers(1, "pads") ?? pads else {
      throw GraphError("Pad has no pads", remedy: "give the counts as input 1")
    }
    let axes = try inputs.fixedIntegers(3, "axes") ?? Array(shape.indices)
    guard pads.count == 2 * axes.count else {
      throw GraphError(
        "pads has \(pads.count) entries", remedy: "\(2 * axes.count) are needed: before and behind each axis")
    }
    let limit = Int(Int32.max)
    guard pads.allSatisfy({ -limit...limit ~= $0 }) else {
      throw GraphError("pads \(pads) are too many", remedy: "at most \(limit) at each end")
    }
    var places = shape.map { Array(0..<$0) }
    for (index, axis) in axes.enumerated() {
      let axis = try Axes.normalized(axis, rank: shape.count)
      let before = pads[index]
      let after = pads[index + axes.count]
      guard shape[axis] + before + after <= limit else {
        throw GraphError("pads \(before) and \(after) make axis \(axis) of \(shape) too long")
      }
      guard shape[axis] + before + after >= 0 else {
        throw GraphError("pads \(before) and \(after) remove more than axis \(axis) of \(shape) has")
      }
      places[axis] = (-before..<shape[axis] + after).map { place($0, length: shape[axis]) }
    }
    return places
  }

  private func place(_ position: Int, length: Int) -> Int {
    if position >= 0, position < length { return position }
    switch mode {
    case .constant: return -1
    case .edge: return min(max(position, 0), length - 1)
    case .wrap: return ((position % length) + length) % length
    case .reflect:
      if length == 1 { return 0 }
      let period = 2 * (length - 1)
      let folded = ((position % period) + period) % period
      return min(folded, period - folded)
    }
  }
}
