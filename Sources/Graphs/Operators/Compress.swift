import Tensors

/// ONNX `Compress`: the slices along an axis (or single elements) at which `condition` is true.
///
/// How many is left to the data; for a constant condition it is exact, otherwise the result has room for all and ends
/// in zeros.
struct Compress: HostOperator {
  static let name = "Compress"
  static let inputCount = 2...2
  static let shapesDependOnData = true
  var axis: Int?

  init(attributes: inout AttributeReader) throws { axis = try attributes.integer("axis") }

  /// The input's shape as the operator sees it, and the axis that is compressed.
  private func view(_ shape: [Int]) throws -> (shape: [Int], axis: Int) {
    guard let axis else { return ([shape.reduce(1, *)], 0) }
    return (shape, try Axes.normalized(axis, rank: shape.count))
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    var (shape, axis) = try view(input.shape)
    let condition = try inputs.required(1)
    guard condition.type.element == .bool, condition.type.shape.count == 1 else {
      throw GraphError(
        "the condition is \(condition.type.element.rawValue) \(condition.type.shape)",
        remedy: "a list of truth values")
    }
    let most = min(shape[axis], condition.type.elementCount)
    shape[axis] = condition.constant.map { Compress.places($0, length: shape[axis]).count } ?? most
    return [TensorType(input.element, shape, quantization: input.quantization)]
  }

  private static func places(_ condition: Tensor, length: Int) -> [Int] {
    condition.integers.prefix(length).enumerated().filter { $0.element != 0 }.map(\.offset)
  }

  private func move(_ input: [Int], condition: Tensor, room: Int) throws -> SeparableMove {
    let (shape, axis) = try view(input)
    var places = shape.map { Array(0..<$0) }
    let kept = Compress.places(condition, length: shape[axis])
    places[axis] = (0..<room).map { $0 < kept.count ? kept[$0] : -1 }
    return SeparableMove(input: shape, places: places)
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let input = try inputs.required(0)
    let (shape, axis) = try view(input.shape)
    let move = try move(
      input.shape, condition: try inputs.required(1), room: outputs[0].shape[axis])
    return [try move.evaluateWhole([input.reshaped(to: shape)], shape: outputs[0].shape)]
  }

  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form {
    guard let axis, let input = inputs[0]?.type, let condition = inputs[1]?.constant,
      let normal = try? Axes.normalized(axis, rank: input.shape.count),
      let move = try? move(input.shape, condition: condition, room: outputs[0].shape[normal])
    else { return .host }
    return .tiled(.move, move)
  }
}
