import Documents

/// The operators that graphs may name.
public enum OperatorRegistry {
  /// Every operator, one line each. A new operator is its own file and a word here.
  static let all: [any Operator.Type] = []

  private static let byName: [String: any Operator.Type] = Dictionary(
    uniqueKeysWithValues: all.map { ($0.name, $0) })

  /// All ONNX names, sorted.
  public static var names: [String] { byName.keys.sorted() }

  /// - Throws: `GraphError` with the nearest name when there is no such operator.
  public static func type(named name: String) throws -> any Operator.Type {
    guard let type = byName[name] else {
      throw GraphError("unknown operator “\(name)”", remedy: suggestion(for: name, among: names))
    }
    return type
  }

  /// The operator with its attributes bound.
  /// - Parameter validWords: what else the file's format knows at this place, for suggestions.
  /// - Throws: `GraphError` for an unknown operator or an attribute that does not fit it.
  public static func make(
    _ name: String, attributes: [String: AttributeValue] = [:], validWords: [String] = []
  ) throws -> any Operator {
    var reader = AttributeReader(attributes)
    let operation = try type(named: name).init(attributes: &reader)
    try reader.finish(validWords: validWords)
    return operation
  }
}
