import Tensors

/// ONNX `ai.onnx.ml::ArrayFeatureExtractor`: chosen elements of the last axis.
struct ArrayFeatureExtractor: HostOperator {
  static let name = "ai.onnx.ml::ArrayFeatureExtractor"
  static let inputCount = 2...2

  init(attributes: inout AttributeReader) throws {}

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let chosen = try inputs.required(1).type
    try ElementAgreement.requireIntegers(chosen, "indices")
    guard let length = input.shape.last else {
      throw GraphError("ArrayFeatureExtractor is given a scalar", remedy: "give it a tensor with axes")
    }
    if let indices = inputs[1]?.constant { _ = try Gather.places(indices, length: length) }
    let leading = input.shape.count == 1 ? [1] : Array(input.shape.dropLast())
    return [TensorType(input.element, leading + [chosen.elementCount], quantization: input.quantization)]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let input = try inputs.required(0)
    let length = input.shape.last ?? 0
    let chosen = try Gather.places(try inputs.required(1), length: length)
    let rows = input.shape.dropLast().reduce(1, *)
    let whole = try SeparableMove(input: [rows, length], places: [Array(0..<rows), chosen])
      .evaluateWhole([input.reshaped(to: [rows, length])], shape: [rows, chosen.count])
    return [whole.reshaped(to: outputs[0].shape)]
  }
}

/// ONNX `ai.onnx.ml::Binarizer`: 1 where the input is above the threshold, 0 elsewhere.
struct Binarizer: UnaryOperator {
  static let name = "ai.onnx.ml::Binarizer"
  static let takesIntegers = true
  var threshold: Float

  init(attributes: inout AttributeReader) throws { threshold = try attributes.float("threshold") ?? 0 }

  @inline(__always) func onReal(_ value: Float) -> Float { value > threshold ? 1 : 0 }
  func onInteger(_ value: Int64) -> Int64 { Double(value) > Double(threshold) ? 1 : 0 }
}

/// ONNX `ai.onnx.ml::LabelEncoder` of numbers: each element is looked up among the keys and replaced by its value, or by
/// the default when it is no key. NaN is found among keys that are NaN; of equal keys the last counts.
struct LabelEncoder: HostOperator {
  static let name = "ai.onnx.ml::LabelEncoder"
  static let inputCount = 1...1
  /// One list of keys, one of values and the value of all others.
  var keys: Tensor
  var values: Tensor
  var standard: Tensor

  init(attributes: inout AttributeReader) throws {
    let keys = try attributes.numbers("keys")
    let values = try attributes.numbers("values")
    _ = try attributes.string("default_string")
    let real = try attributes.float("default_float") ?? -0.0
    let whole = try attributes.integer("default_int64") ?? -1
    let stated = try attributes.tensor("default_tensor")
    guard let keys, let values, keys.elementCount == values.elementCount else {
      throw GraphError(
        "LabelEncoder has no numeric keys and values of one length",
        remedy: "keys and values as floats, int64s or tensors")
    }
    self.keys = keys
    self.values = values
    standard = stated ?? (values.type.isReal ? .scalar(real) : .scalar(Int64(whole)))
    guard standard.elementCount == 1, standard.type.isReal == values.type.isReal else {
      throw GraphError("the default has type \(standard.type.element.rawValue) \(standard.shape)")
    }
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    guard input.isReal == keys.type.isReal else {
      throw GraphError(
        "keys are \(keys.type.element.rawValue) and the input is \(input.element.rawValue)",
        remedy: "both must be the same")
    }
    return [TensorType(values.type.element, input.shape)]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let input = try inputs.required(0)
    // Every NaN is looked up as the same bits.
    let bits = { (number: Float) in number.isNaN ? UInt64.max : UInt64((number == 0 ? 0 : number).bitPattern)
    }
    let stated = keys.type.isReal ? keys.floats.map(bits) : keys.integers.map { UInt64(bitPattern: $0) }
    let looked = input.type.isReal ? input.floats.map(bits) : input.integers.map { UInt64(bitPattern: $0) }
    var places: [UInt64: Int] = [:]
    for (place, key) in stated.enumerated() { places[key] = place }
    if values.type.isReal {
      let (numbers, other) = (values.floats, standard.floats[0])
      let found = looked.map { places[$0].map { numbers[$0] } ?? other }
      return [Tensor(TensorType(.float32, input.shape), floats: found)]
    }
    let (numbers, other) = (values.integers, standard.integers[0])
    let found = looked.map { places[$0].map { numbers[$0] } ?? other }
    return [Tensor(TensorType(values.type.element, input.shape), integers: found)]
  }
}

extension AttributeReader {
  /// `name_tensor`, `name_floats` or `name_int64s`.
  fileprivate mutating func numbers(_ name: String) throws -> Tensor? {
    let tensor = try tensor("\(name)_tensor")
    let reals = try floats("\(name)_floats")
      .map { Tensor(TensorType(.float32, [$0.count]), floats: $0) }
    let wholes = try integers("\(name)_int64s")
      .map { Tensor(TensorType(.int64, [$0.count]), integers: $0.map { Int64($0) }) }
    return tensor ?? reals ?? wholes
  }
}
