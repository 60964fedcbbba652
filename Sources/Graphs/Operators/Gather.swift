import Tensors

/// ONNX `Gather`: slices of `data` along `axis`, chosen by `indices` (negative ones count from the end).
struct Gather: SparseReader {
  static let name = "Gather"
  static let inputCount = 2...2

  var axis: Int

  init(axis: Int = 0) { self.axis = axis }

  init(attributes: inout AttributeReader) throws { axis = try attributes.integer("axis") ?? 0 }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let data = try inputs.required(0).type
    let indices = try inputs.required(1).type
    guard [.int32, .int64].contains(indices.element) else {
      throw GraphError("indices have type \(indices.element.rawValue)", remedy: "int32 or int64")
    }
    let axis = try Axes.normalized(axis, rank: data.shape.count)
    if let constant = inputs[1]?.constant { _ = try Gather.places(constant, length: data.shape[axis]) }
    return [
      TensorType(
        data.element, Array(data.shape[..<axis] + indices.shape + data.shape[(axis + 1)...]),
        quantization: data.quantization)
    ]
  }

  /// - Throws: `GraphError` for an index outside the axis.
  static func places(_ indices: Tensor, length: Int) throws -> [Int] {
    try indices.integers.map { index in
      let place = index < 0 ? Int(index) + length : Int(index)
      guard (0..<length).contains(place) else {
        throw GraphError("index \(index) is outside an axis of length \(length)")
      }
      return place
    }
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let data = try inputs.required(0)
    let axis = try Axes.normalized(axis, rank: data.shape.count)
    let places = try Gather.places(try inputs.required(1), length: data.shape[axis])
    let outer = data.shape[..<axis].reduce(1, *)
    let inner = data.shape[(axis + 1)...].reduce(1, *)
    let length = data.shape[axis]
    return [
      try RawElements.moving(data, to: outputs[0].shape) { source, target, width in
        var next = target
        for row in 0..<outer {
          for place in places {
            next.copyMemory(from: source + (row * length + place) * inner * width, byteCount: inner * width)
            next += inner * width
          }
        }
      }
    ]
  }

  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    Work(scalarOperations: outputs[0].elementCount)
  }

  /// With indices that the graph fixes a move like any other; otherwise it is not known which part of the data a
  /// box needs, and the host gathers.
  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form {
    guard let data = inputs[0]?.type.shape, let indices = inputs[1]?.constant, indices.shape.count <= 1,
      let axis = try? Axes.normalized(axis, rank: data.count),
      let places = try? Gather.places(indices, length: data[axis])
    else { return .host }
    if indices.shape.isEmpty { return .tiled(.move, ScalarGather(input: data, axis: axis, place: places[0])) }
    var all = data.map { Array(0..<$0) }
    all[axis] = places
    return .tiled(.move, SeparableMove(input: data, places: all))
  }
}

extension Gather {
  func readBox(_ index: Int, inputs: [TensorType?], outputs: [TensorType]) -> Box? {
    guard let type = inputs[index] else { return nil }
    let whole = Box(shape: type.shape)
    guard index == 0, let indices = inputs[1], let axis = try? Axes.normalized(axis, rank: type.shape.count)
    else { return whole }
    return whole.replacing(axis, with: 0..<min(indices.elementCount, type.shape[axis]))
  }
}

/// One slice of a tensor, without its axis.
struct ScalarGather: TileableOperator {
  let input: [Int]
  let axis: Int
  let place: Int

  var splittableAxes: [Int] { Array(0..<input.count - 1) }

  func inputBox(_ index: Int, for output: Box) -> Box? {
    guard index == 0 else { return nil }
    return Box(
      lower: output.lowerBounds[..<axis] + [place] + output.lowerBounds[axis...],
      extent: output.shape[..<axis] + [1] + output.shape[axis...])
  }

  func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
    try inputs.required(0).reshaped(to: output.shape)
  }

  func scalarOperations(for output: Box) -> Int { output.elementCount }
}
