import Tensors

/// ONNX `NonZero`: the indices of all elements that are not zero, one column each.
///
/// Their number is left to the data by ONNX; a schedule needs it before. For a constant it is exact; otherwise the
/// result has room for all elements, and what is unused holds −1.
struct NonZero: HostOperator {
  static let name = "NonZero"
  static let inputCount = 1...1
  static let shapesDependOnData = true

  init(attributes: inout AttributeReader) throws {}

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0)
    let count = input.constant.map { $0.floats.filter { $0 != 0 }.count } ?? input.type.elementCount
    return [TensorType(.int64, [input.type.shape.count, count])]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let input = try inputs.required(0)
    let places = input.floats.enumerated().filter { $0.element != 0 }.map(\.offset)
    let room = outputs[0].shape[1]
    let strides = Axes.strides(of: input.shape)
    var indices = [Int64](repeating: -1, count: outputs[0].elementCount)
    for axis in input.shape.indices {
      for (column, place) in places.prefix(room).enumerated() {
        indices[axis * room + column] = Int64(place / strides[axis] % input.shape[axis])
      }
    }
    return [Tensor(TensorType(.int64, outputs[0].shape), integers: indices)]
  }
}
