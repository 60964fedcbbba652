import Tensors

/// An operator as one operator set writes it: what older sets had as attributes are inputs, and what they meant by
/// leaving an attribute out is said.
struct StandardNode {
  var name: String
  var attributes: [String: AttributeValue]
  /// Constants for inputs, by position.
  private(set) var settings: [Int: (name: String, tensor: Tensor)] = [:]
  /// Whether the second input, the scales, becomes the third one.
  private(set) var scalesMove = false

  /// - Throws: `GraphError` when the operator has no equal in this operator set.
  init(
    _ operation: any Operator, _ source: OperatorSource?, opset: Int, inputs: [TensorType?], outputCount: Int
  ) throws {
    var known = try operation.described(by: source)
    if known.name == "Upsample" || known.name == "Resize" && known.opset < 11 {
      known = StandardNode.plainResize(known)
      scalesMove = inputs.count > 1
    } else {
      known = try StandardNode.same(operation, known, opset: opset, inputs: inputs, outputCount: outputCount)
    }
    name = known.name
    attributes = known.attributes
    for attribute in StandardNode.obsolete[name] ?? [] { attributes[attribute] = nil }
    if name == "Cast", case .string(let text)? = attributes["to"], let element = ElementType(rawValue: text) {
      attributes["to"] = .integer(element.onnx.rawValue)
    }
    for (attribute, value) in attributes {
      guard let slot = StandardNode.slot(of: attribute, in: name) else { continue }
      settings[slot.position] = (slot.name, StandardNode.tensor(value, slot.name, like: inputs.first ?? nil))
      attributes[attribute] = nil
    }
  }

  /// Attributes that say in this operator set what the operator does.
  private static func same(
    _ operation: any Operator, _ source: OperatorSource, opset: Int, inputs: [TensorType?], outputCount: Int
  ) throws -> OperatorSource {
    for candidate in [source, saying(source, inputs)] {
      if operation.isMade(by: candidate, opset: opset, outputCount: outputCount) { return candidate }
    }
    if softmaxFamily.contains(source.name), source.opset < 13, joinsOnlyLastAxis(source, inputs) {
      return OperatorSource(name: source.name, attributes: ["axis": .integer(-1)])
    }
    throw GraphError(
      "\(source.name) of operator set \(source.opset) means something else in \(opset)",
      remedy: "convert the model to a newer operator set first")
  }

  /// With the defaults that older operator sets had.
  private static func saying(_ source: OperatorSource, _ inputs: [TensorType?]) -> OperatorSource {
    var source = source
    switch source.name {
    case "RoiAlign" where source.opset < 16:
      source.attributes["coordinate_transformation_mode"] =
        source.attributes["coordinate_transformation_mode"] ?? .string("output_half_pixel")
    case "Concat" where source.opset < 4: source.attributes["axis"] = source.attributes["axis"] ?? .integer(1)
    default: break
    }
    return source
  }

  private static let softmaxFamily: Set<String> = ["Softmax", "LogSoftmax", "Hardmax"]

  /// Before opset 13 all axes from the named one on made a row; where that is the last one, nothing has changed.
  private static func joinsOnlyLastAxis(_ source: OperatorSource, _ inputs: [TensorType?]) -> Bool {
    guard let rank = inputs.first??.shape.count else { return false }
    var axis = 1
    if case .integer(let given)? = source.attributes["axis"] { axis = given }
    return axis == rank - 1 || axis == -1
  }

  /// `Upsample`, and `Resize` of opset 10, in the words of today's Resize.
  private static func plainResize(_ source: OperatorSource) -> OperatorSource {
    var attributes: [String: AttributeValue] = [
      "mode": source.attributes["mode"] ?? .string("nearest"),
      "coordinate_transformation_mode": .string("asymmetric"), "nearest_mode": .string("floor"),
    ]
    attributes["scales"] = source.attributes["scales"]
    return OperatorSource(name: "Resize", attributes: attributes)
  }

  /// Attributes that say nothing any more.
  private static let obsolete: [String: [String]] = [
    "Dropout": ["ratio", "is_test"], "Gemm": ["broadcast"], "BatchNormalization": ["spatial", "is_test"],
  ]

  /// The input that took over from an attribute.
  private static func slot(of attribute: String, in operation: String) -> (position: Int, name: String)? {
    switch (operation, attribute) {
    case ("Squeeze", "axes"), ("Unsqueeze", "axes"), ("Reshape", "shape"), ("Split", "split"),
      ("Slice", "starts"), ("Pad", "pads"), ("TopK", "k"), ("Clip", "min"):
      (1, attribute)
    case ("Slice", "ends"), ("Clip", "max"), ("Resize", "scales"): (2, attribute)
    case ("Pad", "value"): (2, "constant_value")
    case ("Slice", "axes"): (3, attribute)
    case (_, "axes") where operation.hasPrefix("Reduce"): (1, attribute)
    default: nil
    }
  }

  private static func tensor(_ value: AttributeValue, _ name: String, like input: TensorType?) -> Tensor {
    switch value {
    case .integers(let list): Tensor(TensorType(.int64, [list.count]), integers: list.map { Int64($0) })
    case .integer(let number): Tensor(TensorType(.int64, [1]), integers: [Int64(number)])
    case .floats(let list): Tensor(TensorType(.float32, [list.count]), floats: list)
    case .float(let number): Tensor(TensorType(input?.element ?? .float32, []), floats: [number])
    case .string, .strings, .tensor: preconditionFailure("\(name) is a list of numbers")
    }
  }
}
