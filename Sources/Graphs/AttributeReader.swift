import Documents
import Tensors

/// An operator's attribute as the file holds it.
public enum AttributeValue: Sendable, Hashable {
  case integer(Int)
  case integers([Int])
  case float(Float)
  case floats([Float])
  case string(String)
  case strings([String])
  case tensor(Tensor)

  public static func == (left: AttributeValue, right: AttributeValue) -> Bool {
    switch (left, right) {
    case (.integer(let a), .integer(let b)): a == b
    case (.integers(let a), .integers(let b)): a == b
    case (.float(let a), .float(let b)): a == b
    case (.floats(let a), .floats(let b)): a == b
    case (.string(let a), .string(let b)): a == b
    case (.strings(let a), .strings(let b)): a == b
    case (.tensor(let a), .tensor(let b)): a.type == b.type && a.bytes == b.bytes
    default: false
    }
  }

  public func hash(into hasher: inout Hasher) {
    switch self {
    case .integer(let value): hasher.combine(value)
    case .integers(let values): hasher.combine(values)
    case .float(let value): hasher.combine(value)
    case .floats(let values): hasher.combine(values)
    case .string(let value): hasher.combine(value)
    case .strings(let values): hasher.combine(values)
    case .tensor(let value): hasher.combine(value.bytes)
    }
  }
}

/// Attributes on their way into an operator; what no operator asks for is an error.
public struct AttributeReader {
  private let attributes: [String: AttributeValue]
  private var known: Set<String> = []
  /// What was there of all that was asked for, in the kinds that were asked for: a whole number that stands for a
  /// real one is real here.
  private(set) var taken: [String: AttributeValue] = [:]
  /// Version of the operator set whose meaning the attributes have. Operators whose meaning changed look at it.
  public let opset: Int
  /// How many outputs the node names (the last one that is wanted counts); nil when it takes all there are.
  public let outputCount: Int?

  /// The latest operator set that operators are written for.
  public static let latestOpset = 23

  public init(
    _ attributes: [String: AttributeValue], opset: Int = AttributeReader.latestOpset, outputCount: Int? = nil
  ) {
    self.attributes = attributes
    self.opset = opset
    self.outputCount = outputCount
  }

  public mutating func integer(_ name: String) throws -> Int? {
    guard let value = take(name) else { return nil }
    guard case .integer(let number) = value else { throw mismatch(name, "a whole number") }
    taken[name] = value
    return number
  }

  public mutating func integers(_ name: String) throws -> [Int]? {
    guard let value = take(name) else { return nil }
    let integers: [Int]
    switch value {
    case .integers(let numbers): integers = numbers
    case .floats(let numbers) where numbers.isEmpty: integers = []
    default: throw mismatch(name, "a list of whole numbers")
    }
    taken[name] = .integers(integers)
    return integers
  }

  public mutating func float(_ name: String) throws -> Float? {
    guard let value = take(name) else { return nil }
    let float: Float
    switch value {
    case .float(let number): float = number
    case .integer(let number): float = Float(number)
    default: throw mismatch(name, "a number")
    }
    taken[name] = .float(float)
    return float
  }

  public mutating func floats(_ name: String) throws -> [Float]? {
    guard let value = take(name) else { return nil }
    let floats: [Float]
    switch value {
    case .floats(let numbers): floats = numbers
    case .integers(let numbers): floats = numbers.map(Float.init)
    default: throw mismatch(name, "a list of numbers")
    }
    taken[name] = .floats(floats)
    return floats
  }

  public mutating func string(_ name: String) throws -> String? {
    guard let value = take(name) else { return nil }
    guard case .string(let text) = value else { throw mismatch(name, "a string") }
    taken[name] = value
    return text
  }

  public mutating func strings(_ name: String) throws -> [String]? {
    guard let value = take(name) else { return nil }
    guard case .strings(let texts) = value else { throw mismatch(name, "a list of strings") }
    taken[name] = value
    return texts
  }

  public mutating func tensor(_ name: String) throws -> Tensor? {
    guard let value = take(name) else { return nil }
    guard case .tensor(let tensor) = value else { throw mismatch(name, "a tensor") }
    taken[name] = value
    return tensor
  }

  /// - Parameter validWords: what else could have been written at this place, for suggestions.
  /// - Throws: `GraphError` for the first attribute that nothing asked for.
  public func finish(validWords: [String] = []) throws {
    if let stranger = attributes.keys.filter({ !known.contains($0) }).sorted().first {
      throw GraphError(
        "unknown attribute “\(stranger)”", remedy: suggestion(for: stranger, among: known.union(validWords)))
    }
  }

  private mutating func take(_ name: String) -> AttributeValue? {
    known.insert(name)
    return attributes[name]
  }

  private func mismatch(_ name: String, _ wanted: String) -> GraphError {
    GraphError("attribute “\(name)” has the wrong type", remedy: "expected \(wanted)")
  }
}
