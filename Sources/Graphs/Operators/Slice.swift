import Tensors

/// ONNX `Slice`: every `step`-th element between `start` and `end` of some axes; negative numbers count from the
/// end, negative steps walk backwards. The numbers are inputs, or attributes in models before opset 10.
struct Slice: TiledOperator {
  static let name = "Slice"
  static let inputCount = 1...5
  static let kind = TiledKind.move

  var starts: [Int]?
  var ends: [Int]?
  var axes: [Int]?

  init(starts: [Int]? = nil, ends: [Int]? = nil, axes: [Int]? = nil) {
    self.starts = starts
    self.ends = ends
    self.axes = axes
  }

  init(attributes: inout AttributeReader) throws {
    starts = try attributes.integers("starts")
    ends = try attributes.integers("ends")
    axes = try attributes.integers("axes")
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let places = try places(inputs)
    return [TensorType(input.element, places.map(\.count), quantization: input.quantization)]
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    SeparableMove(input: try inputs.required(0).type.shape, places: try places(inputs))
  }

  private func places(_ inputs: [OperatorInput?]) throws -> [[Int]] {
    let shape = try inputs.required(0).type.shape
    guard let starts = try inputs.fixedIntegers(1, "starts") ?? starts,
      let ends = try inputs.fixedIntegers(2, "ends") ?? ends
    else { throw GraphError("Slice has no starts and ends", remedy: "give both as inputs or attributes") }
    let axes = try inputs.fixedIntegers(3, "axes") ?? axes ?? Array(0..<starts.count)
    let steps = try inputs.fixedIntegers(4, "steps") ?? axes.map { _ in 1 }
    guard ends.count == starts.count, axes.count == starts.count, steps.count == starts.count else {
      throw GraphError(
        "Slice has \(starts.count) starts, \(ends.count) ends, \(axes.count) axes and \(steps.count) steps",
        remedy: "give one of each for every axis")
    }
    var places = shape.map { Array(0..<$0) }
    for (index, axis) in axes.enumerated() {
      let axis = try Axes.normalized(axis, rank: shape.count)
      places[axis] = try Slice.places(
        length: shape[axis], start: starts[index], end: ends[index], step: steps[index])
    }
    return places
  }

  /// The positions of one axis that a slice keeps.
  static func places(length: Int, start: Int, end: Int, step: Int) throws -> [Int] {
    guard step != 0 else { throw GraphError("Slice has step 0", remedy: "a step is not zero") }
    let from = start < 0 ? max(start, -length) + length : start
    let to = end < 0 ? max(end, -length - 1) + length : end
    // No axis is longer than this, so that longer steps do the same.
    let pace = min(max(step, -Int(Int32.max)), Int(Int32.max))
    if step > 0 {
      return Array(stride(from: min(max(from, 0), length), to: min(max(to, 0), length), by: pace))
    }
    return Array(stride(from: min(max(from, 0), length - 1), to: min(max(to, -1), length - 1), by: pace))
  }
}

extension Array where Element == OperatorInput? {
  /// The whole numbers of an optional input that has to be known before the run; nil when the input is absent.
  /// - Throws: `GraphError` when the input is there but not fixed.
  func fixedIntegers(_ index: Int, _ role: String) throws -> [Int]? {
    guard let input = optional(index) else { return nil }
    guard let constant = input.constant else {
      throw GraphError(
        "input \(index) (\(role)) is not known before the run", remedy: "make it a constant",
        neededInput: index)
    }
    guard !constant.type.element.isFloatingPoint else {
      throw GraphError(
        "input \(index) (\(role)) has type \(constant.type.element.rawValue)", remedy: "expected int64")
    }
    return constant.integers.map { Int($0) }
  }
}
