import Onnx
import Tensors

/// `LabelEncoder` of ai.onnx.ml on texts: each by its entry in a table.
enum LabelEncoderRule {
  static func resolve(_ call: StructuralCall) throws -> [ImportedValue]? {
    guard call.hasStrings else { return nil }
    let labels = try call.strings(0)
    let table = try Table(call.node)
    guard table.keys.count == table.count else {
      throw GraphError(
        "has \(table.keys.count) keys and \(table.count) values", remedy: "one value for each key")
    }
    let places = Dictionary(zip(table.keys, 0...), uniquingKeysWith: { first, _ in first })
    return [try table.values(at: labels.elements.map { places[$0] }, shape: labels.shape, call)]
  }

  /// Keys, and values of any type.
  private struct Table {
    var keys: [String]
    var texts: [String]?
    var numbers: Tensor?
    var count: Int { texts?.count ?? numbers?.elementCount ?? 0 }
    private let defaultText: String
    private let defaultNumber: Tensor?

    init(_ node: OnnxNode) throws {
      keys = []
      defaultText = try node.text("default_string") ?? "_Unused"
      var fallback: Tensor?
      for attribute in node.attributes {
        switch (attribute.name, attribute.value) {
        case ("keys_strings", .strings): keys = try node.texts("keys_strings") ?? []
        case ("keys_tensor", .tensor(let tensor)): keys = try tensor.strings().elements
        case ("values_strings", .strings): texts = try node.texts("values_strings")
        case ("values_int64s", .integers(let list)):
          numbers = Tensor(TensorType(.int64, [list.count]), integers: list.map { Int64($0) })
          if let number = try node.integer("default_int64") { fallback = .scalar(Int64(number)) }
        case ("values_floats", .floats(let list)):
          numbers = Tensor(TensorType(.float32, [list.count]), floats: list)
          if case .float(let number)? = node.attribute("default_float") { fallback = .scalar(number) }
        case ("values_tensor", .tensor(let tensor)):
          if tensor.element == .string {
            texts = try tensor.strings().elements
          } else {
            numbers = try tensor.tensor()
          }
        case ("default_tensor", .tensor(let tensor)) where tensor.element != .string:
          fallback = try tensor.tensor()
        default: break
        }
      }
      defaultNumber = fallback
    }

    func values(at places: [Int?], shape: [Int], _ call: StructuralCall) throws -> ImportedValue {
      if let texts {
        return .strings(
          StringTensor(shape: shape, elements: places.map { $0.map { texts[$0] } ?? defaultText }))
      }
      guard let numbers else { throw GraphError("has no values", remedy: "give values_*") }
      let type = TensorType(numbers.type.element, shape)
      let fallback = defaultNumber.map { $0.converted(to: TensorType(numbers.type.element, $0.shape)) }
      if numbers.type.element.isFloatingPoint {
        let (list, other) = (numbers.floats, fallback?.floats.first ?? -0.0)
        return .tensor(call.constant(Tensor(type, floats: places.map { $0.map { list[$0] } ?? other })))
      }
      let (list, other) = (numbers.integers, fallback?.integers.first ?? -1)
      return .tensor(call.constant(Tensor(type, integers: places.map { $0.map { list[$0] } ?? other })))
    }
  }
}
