import Tensors

/// ONNX `Reshape`: the same elements under another shape. 0 keeps a length (unless `allowzero`), −1 is inferred.
struct Reshape: Operator {
  static let name = "Reshape"
  static let inputCount = 1...2

  /// The shape of opset 1–4 models, an attribute then.
  var shape: [Int]?
  var allowsZero: Bool

  init(shape: [Int]? = nil, allowsZero: Bool = false) {
    self.shape = shape
    self.allowsZero = allowsZero
  }

  init(attributes: inout AttributeReader) throws {
    shape = try attributes.integers("shape")
    allowsZero = try attributes.integer("allowzero") == 1
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    guard let wanted = try inputs.fixedIntegers(1, "shape") ?? shape else {
      throw GraphError(
        "the new shape is not known before the run", remedy: "give it as a constant input or attribute")
    }
    return [
      TensorType(
        input.element, try resolve(wanted, for: input.shape), quantization: input.quantization)
    ]
  }

  private func resolve(_ wanted: [Int], for input: [Int]) throws -> [Int] {
    var result = wanted
    for (axis, length) in wanted.enumerated() where length == 0 && !allowsZero {
      guard axis < input.count else {
        throw GraphError("shape \(wanted) copies axis \(axis), which \(input) does not have")
      }
      result[axis] = input[axis]
    }
    let count = input.reduce(1, *)
    let open = result.indices.filter { result[$0] == -1 }
    guard open.count <= 1, result.allSatisfy({ $0 >= -1 }) else {
      throw GraphError("shape \(wanted) cannot be resolved", remedy: "at most one length may be -1")
    }
    if let axis = open.first {
      let rest = Reshape.product(of: result.filter { $0 != -1 })
      if let rest, rest > 0, count % rest == 0 { result[axis] = count / rest }
    }
    guard !result.contains(-1), Reshape.product(of: result) == count else {
      throw GraphError(
        "shape \(input) (\(count) elements) cannot become \(wanted)",
        remedy: "both shapes must have the same number of elements")
    }
    return result
  }

  /// nil where it is beyond all numbers.
  private static func product(of lengths: [Int]) -> Int? {
    lengths.reduce(1) { product, length in
      product.map { $0.multipliedReportingOverflow(by: length) }
        .flatMap { $0.overflow ? nil : $0.partialValue }
    }
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    [try inputs.required(0).reshaped(to: outputs[0].shape)]
  }

  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work { Work() }

  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form { .alias }
}
