import Documents
import Onnx
import Tensors

/// The inputs of a model with all their lengths known, and the data that was given for them.
struct ModelInputs {
  indirect enum Structure {
    case tensor(Value)
    case strings(StringTensor)
    case sequence([Structure])
    case absent
  }

  private(set) var all: [(name: String, value: Structure)] = []
  /// The data of the graph's inputs, by name.
  private(set) var given: [String: Tensor] = [:]
  private let indexLimits: [String: Int]

  /// - Throws: `InputError` naming the input, its axis and the option that settles its length.
  init(_ graph: OnnxGraph, options: ImportOptions, file: String) throws {
    let constants = Set(graph.initializers.map(\.name) + graph.sparseInitializers.map(\.values.name))
    let declared = graph.inputs.filter { !constants.contains($0.name) || options.inputs[$0.name] != nil }
    indexLimits = IndexLimits(graph).limits
    let names = declared.map(\.name)
    if let stranger = options.inputs.keys.filter({ !names.contains($0) }).sorted().first {
      throw InputError(
        .usage, at: file, "has no input “\(stranger)”", remedy: suggestion(for: stranger, among: names))
    }
    var dimensions = try OpenDimensions(declared, options: options, file: file)
    for input in declared {
      let value = try locating("\(file): input “\(input.name)”") {
        if let data = options.inputs[input.name] {
          try take(data, named: input.name, declared: input.type)
        } else {
          try open(input, &dimensions)
        }
      }
      all.append((input.name, value))
    }
    try dimensions.checkAllUsed()
  }

  private mutating func take(
    _ data: ModelValue, named name: String, declared: OnnxType?
  ) throws -> Structure {
    switch data {
    case .tensor(let tensor):
      try check(tensor.type, against: declared)
      if let error = sizeError(of: tensor.type, allowsEmpty: true) { throw error }
      given[name] = tensor
      return .tensor(ModelInputs.value(name, tensor.type, tensor))
    case .strings(let strings): return .strings(strings)
    case .absent: return .absent
    case .sequence(let elements):
      return .sequence(
        try elements.enumerated().map { try take($1, named: "\(name)[\($0)]", declared: nil) })
    }
  }

  /// A tensor without elements is known before anybody gives it.
  private static func value(_ name: String, _ type: TensorType, _ tensor: Tensor?) -> Value {
    Value(
      name: name, type: type,
      initializer: type.elementCount == 0 ? .dense(tensor ?? Tensor(zeros: type)) : nil)
  }

  private func open(_ input: OnnxValueInfo, _ dimensions: inout OpenDimensions) throws -> Structure {
    switch input.type {
    case .tensor(let element, let shape)?:
      guard element != .string else {
        throw GraphError("holds strings", remedy: "only a run with given inputs can work with them")
      }
      let lengths = try dimensions.lengths(of: input.name, shape)
      let type = TensorType(try element.computable(), lengths)
      if let error = sizeError(of: type, allowsEmpty: true) { throw error }
      return .tensor(ModelInputs.value(input.name, type, nil))
    case .optional?: return .absent
    case nil: throw GraphError("has no type", remedy: "the file has to say what its inputs are")
    case .sequence?, .map?, .sparseTensor?:
      throw GraphError("is no tensor", remedy: "only a run with given inputs can work with it")
    }
  }

  private func check(_ type: TensorType, against declared: OnnxType?) throws {
    guard let declared, !declared.allows(type) else { return }
    throw GraphError(
      "is given as \(type.element.rawValue) \(type.shape)", remedy: "the model wants \(declared.text)")
  }

  /// Data for an input: what was given, or seeded numbers; integers stay valid as indices of the tables they look into.
  func data(of value: Value) -> Tensor {
    if let tensor = given[value.name] { return tensor }
    let limit = indexLimits[value.name] ?? 2
    return Tensor.seeded(named: value.name, type: value.type, integersBelow: limit)
  }
}
