import Tensors

/// ONNX `Split`: consecutive parts of a tensor along an axis. How many follows from `split` (attribute or input
/// 1) or `num_outputs`. With several outputs it is not a tile of one: see `slices(of:)`.
struct Split: Operator {
  static let name = "Split"
  static let inputCount = 1...2

  var axis: Int
  var lengths: [Int]?
  var partCount: Int?

  init(attributes: inout AttributeReader) throws {
    axis = try attributes.integer("axis") ?? 0
    lengths = try attributes.integers("split")
    partCount = try attributes.integer("num_outputs") ?? attributes.outputCount
  }

  /// The ranges that the parts take along the (normalised) axis.
  func ranges(_ inputs: [OperatorInput?]) throws -> (axis: Int, ranges: [Range<Int>]) {
    let shape = try inputs.required(0).type.shape
    let axis = try Axes.normalized(axis, rank: shape.count)
    let lengths = try lengths(inputs, total: shape[axis])
    guard lengths.allSatisfy({ 0...shape[axis] ~= $0 }), lengths.reduce(0, +) == shape[axis] else {
      throw GraphError("parts \(lengths) do not add up to axis \(axis) of shape \(shape)")
    }
    var start = 0
    let ranges = lengths.map { length in
      start += length
      return start - length..<start
    }
    return (axis, ranges)
  }

  private func lengths(_ inputs: [OperatorInput?], total: Int) throws -> [Int] {
    if let lengths = try inputs.fixedIntegers(1, "split") ?? lengths { return lengths }
    guard let partCount, 1...65_536 ~= partCount else {
      throw GraphError(
        "Split does not say into how many parts", remedy: "give split or num_outputs, at most 65536")
    }
    let length = (total + partCount - 1) / partCount
    return (0..<partCount).map { max(0, min(length, total - $0 * length)) }
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let (axis, ranges) = try ranges(inputs)
    return ranges.map { range in
      var shape = input.shape
      shape[axis] = range.count
      return TensorType(input.element, shape, quantization: input.quantization)
    }
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let input = try inputs.required(0)
    let (axis, ranges) = try ranges(inputs.map { $0.map { OperatorInput(type: $0.type, constant: $0) } })
    return ranges.map { input[Box(shape: input.shape).replacing(axis, with: $0)] }
  }

  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    Work(scalarOperations: outputs.reduce(0) { $0 + $1.elementCount })
  }

  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form {
    guard outputs.count == 1, let slices = try? slices(of: inputs) else { return .host }
    return (try? slices[0].tile(inputs: [inputs[0]], outputs: outputs)).flatMap { $0 }
      .map { .tiled(.move, $0) } ?? .host
  }

  /// The same as one Slice for each output, each of which can be tiled.
  func slices(of inputs: [OperatorInput?]) throws -> [Slice] {
    let (axis, ranges) = try ranges(inputs)
    return ranges.map { Slice(starts: [$0.lowerBound], ends: [$0.upperBound], axes: [axis]) }
  }
}
