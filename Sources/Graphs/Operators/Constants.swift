import Tensors

/// An operator whose result follows from attributes, shapes and constants: it is folded before a run, and
/// otherwise runs on the host.
protocol HostOperator: Operator {}

extension HostOperator {
  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    Work(scalarOperations: outputs.reduce(0) { $0 + $1.elementCount })
  }

  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form { .host }
}

/// ONNX `Constant`: a tensor given as an attribute.
struct Constant: HostOperator {
  static let name = "Constant"
  static let inputCount = 0...0
  var value: Tensor

  init(attributes: inout AttributeReader) throws {
    let tensor = try attributes.tensor("value")
    let real = try attributes.float("value_float")
    let reals = try attributes.floats("value_floats")
    let integer = try attributes.integer("value_int")
    let integers = try attributes.integers("value_ints")
    let given = [
      tensor, real.map { Tensor.scalar($0) },
      reals.map { Tensor(TensorType(.float32, [$0.count]), floats: $0) },
      integer.map { Tensor.scalar(Int64($0)) },
      integers.map { Tensor(TensorType(.int64, [$0.count]), integers: $0.map { Int64($0) }) },
    ].compactMap { $0 }
    guard given.count == 1 else {
      throw GraphError(
        "Constant has \(given.count) values",
        remedy: "give one of value, value_float, value_floats, value_int, value_ints")
    }
    value = given[0]
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] { [value.type] }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    value.type.isReal ? [value.converted(to: TensorType(.float32, value.shape))] : [value]
  }
}

/// ONNX `ConstantOfShape`: a tensor of a given shape, one value everywhere (fp32 zero unless given).
struct ConstantOfShape: HostOperator {
  static let name = "ConstantOfShape"
  static let inputCount = 1...1
  var value: Tensor

  init(attributes: inout AttributeReader) throws {
    value = try attributes.tensor("value") ?? Tensor(zeros: TensorType(.float32, [1]))
    guard value.elementCount == 1 else {
      throw GraphError("value has shape \(value.shape)", remedy: "give exactly one element")
    }
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let shape = try inputs.fixedIntegers(0, "shape") ?? []
    guard shape.allSatisfy({ $0 >= 0 }) else { throw GraphError("shape \(shape) has a negative length") }
    return [TensorType(value.type.element, shape)]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let count = outputs[0].elementCount
    if value.type.isReal {
      let element = value.floats[0]
      return [
        Tensor(TensorType(.float32, outputs[0].shape), floats: [Float](repeating: element, count: count))
      ]
    }
    let element = value.integers[0]
    return [
      Tensor(
        TensorType(value.type.element, outputs[0].shape), integers: [Int64](repeating: element, count: count))
    ]
  }
}

/// ONNX `Shape`: the lengths of a tensor's axes (from `start` to `end`) as int64.
struct Shape: HostOperator {
  static let name = "Shape"
  static let inputCount = 1...1
  var start: Int
  var end: Int?

  init(attributes: inout AttributeReader) throws {
    start = try attributes.integer("start") ?? 0
    end = try attributes.integer("end")
  }

  private func lengths(_ shape: [Int]) throws -> [Int] {
    try Slice.places(length: shape.count, start: start, end: end ?? shape.count, step: 1).map { shape[$0] }
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    [TensorType(.int64, [try lengths(try inputs.required(0).type.shape).count])]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let lengths = try lengths(try inputs.required(0).shape)
    return [Tensor(TensorType(.int64, [lengths.count]), integers: lengths.map { Int64($0) })]
  }
}

/// ONNX `Size`: the number of elements.
struct Size: HostOperator {
  static let name = "Size"
  static let inputCount = 1...1

  init(attributes: inout AttributeReader) throws {}

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] { [TensorType(.int64, [])] }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    [.scalar(Int64(try inputs.required(0).elementCount))]
  }
}

/// ONNX `EyeLike`: ones on the `k`-th diagonal of a matrix of the input's shape, zero elsewhere.
struct EyeLike: HostOperator {
  static let name = "EyeLike"
  static let inputCount = 1...1
  var element: ElementType?
  var diagonal: Int

  init(attributes: inout AttributeReader) throws {
    element = try attributes.elementType("dtype")
    diagonal = try attributes.integer("k") ?? 0
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    guard input.shape.count == 2 else {
      throw GraphError("EyeLike is given shape \(input.shape)", remedy: "it takes a matrix")
    }
    return [TensorType(element ?? input.element, input.shape)]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let shape = outputs[0].shape
    let ones = (0..<shape[0]).flatMap { row in
      (0..<shape[1]).map { $0 &- row == diagonal ? Int64(1) : 0 }
    }
    return [Tensor(outputs[0], integers: ones)]
  }
}
