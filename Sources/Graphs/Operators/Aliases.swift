import Tensors

/// An operator that shows its input's bytes under another shape.
protocol AliasOperator: Operator {
  /// - Throws: `GraphError` naming the shape when it does not fit.
  func shape(for inputs: [OperatorInput?]) throws -> [Int]
}

extension AliasOperator {
  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    return [TensorType(input.element, try shape(for: inputs), quantization: input.quantization)]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    [try inputs.required(0).reshaped(to: outputs[0].shape)]
  }

  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work { Work() }

  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form { .alias }
}

/// ONNX `Identity`.
struct Identity: AliasOperator {
  static let name = "Identity"
  static let inputCount = 1...1
  init() {}
  init(attributes: inout AttributeReader) throws {}
  func shape(for inputs: [OperatorInput?]) throws -> [Int] { try inputs.required(0).type.shape }
}

/// ONNX `Flatten`: a matrix, the axes before `axis` as rows.
struct Flatten: AliasOperator {
  static let name = "Flatten"
  static let inputCount = 1...1
  var axis: Int

  init(axis: Int = 1) { self.axis = axis }

  init(attributes: inout AttributeReader) throws { axis = try attributes.integer("axis") ?? 1 }

  func shape(for inputs: [OperatorInput?]) throws -> [Int] {
    let shape = try inputs.required(0).type.shape
    let cut = axis == shape.count ? axis : try Axes.normalized(axis, rank: shape.count)
    return [shape[..<cut].reduce(1, *), shape[cut...].reduce(1, *)]
  }
}

/// ONNX `Squeeze`: drops axes of length 1, all of them when none are named.
struct Squeeze: AliasOperator {
  static let name = "Squeeze"
  static let inputCount = 1...2
  var axes: [Int]?

  init(attributes: inout AttributeReader) throws { axes = try attributes.integers("axes") }

  func shape(for inputs: [OperatorInput?]) throws -> [Int] {
    let shape = try inputs.required(0).type.shape
    guard let named = try inputs.fixedIntegers(1, "axes") ?? axes else { return shape.filter { $0 != 1 } }
    let axes = try Axes.normalized(named, rank: shape.count)
    if let axis = axes.first(where: { shape[$0] != 1 }) {
      throw GraphError(
        "axis \(axis) of shape \(shape) cannot be squeezed", remedy: "only axes of length 1 can be dropped")
    }
    return shape.indices.filter { !axes.contains($0) }.map { shape[$0] }
  }
}

/// ONNX `Unsqueeze`: inserts axes of length 1 so that they stand at `axes` of the result.
struct Unsqueeze: AliasOperator {
  static let name = "Unsqueeze"
  static let inputCount = 1...2
  var axes: [Int]?

  init(attributes: inout AttributeReader) throws { axes = try attributes.integers("axes") }

  func shape(for inputs: [OperatorInput?]) throws -> [Int] {
    guard let named = try inputs.fixedIntegers(1, "axes") ?? axes else {
      throw GraphError("Unsqueeze has no axes", remedy: "say where to insert axes of length 1")
    }
    let shape = try inputs.required(0).type.shape
    let axes = try Axes.normalized(named, rank: shape.count + named.count)
    var rest = shape[...]
    return (0..<shape.count + axes.count).map { axes.contains($0) ? 1 : rest.removeFirst() }
  }
}
