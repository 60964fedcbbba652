import Documents

/// One value that a parameter takes: a number, a word, or a figure with its unit; null where the chip's key is left out.
public struct StudyValue: Sendable, Hashable {
  /// As it goes into a chip's document.
  public let json: JSONValue
  /// The dimension of a figure with a unit.
  let quantity: Quantity?
  /// What it counts as in tables and constraints; a figure with a unit counts in `Quantity.columnUnit`.
  public let number: Double?

  init(_ json: JSONValue, _ quantity: Quantity? = nil, baseUnits: Int? = nil) {
    self.json = json
    self.quantity = quantity
    if let quantity, let baseUnits {
      number = Double(baseUnits) / Double(quantity.columnUnit.worth)
    } else {
      switch json {
      case .integer(let value): number = Double(value)
      case .number(let value): number = value
      default: number = nil
      }
    }
  }

  /// - Parameter mayBeAbsent: whether null is a value.
  /// - Throws: `InputError` for lists, objects and null.
  init(_ document: Document, mayBeAbsent: Bool = false) throws {
    switch document.value {
    case .integer, .number, .bool: self.init(document.value)
    case .null where mayBeAbsent: self.init(.null)
    case .string(let text):
      let figure = Quantity.figure(text)
      self.init(document.value, figure?.quantity, baseUnits: figure?.baseUnits)
    case .null, .array, .object:
      throw document.error(
        "is \(document.value.kindName)", remedy: "expected a number, a word, or a figure with a unit")
    }
  }

  /// As in a table: plain digits, or the word.
  public var text: String {
    if quantity != nil, let number { return Self.plain(number) }
    switch json {
    case .integer(let value): return String(value)
    case .number(let value): return Self.plain(value)
    case .string(let word): return word
    case .bool(let flag): return flag ? "true" : "false"
    case .null, .array, .object: return ""
    }
  }

  /// As the study has it.
  public var words: String {
    if case .string(let text) = json { text } else { text }
  }

  private static func plain(_ number: Double) -> String {
    Int(exactly: number).map { String($0) } ?? "\(number)"
  }
}

extension Quantity {
  /// What a column of such figures is counted in: the end of its name, and its worth in base units.
  var columnUnit: (suffix: String, worth: Int) {
    switch self {
    case .frequency: ("hz", 1)
    case .size: ("bytes", 1)
    case .bandwidth: ("bytes_per_second", 1)
    case .duration: ("ns", 1_000_000)
    case .voltage: ("v", 1_000_000)
    case .energy: ("pj", 1_000_000)
    case .power: ("w", 1_000_000_000)
    case .area: ("mm2", 1_000_000)
    }
  }

  /// Reads a figure of whatever dimension its unit belongs to.
  static func figure(_ text: String) -> (quantity: Quantity, baseUnits: Int)? {
    for quantity in allCases {
      if let value = try? quantity.parse(text) { return (quantity, value) }
    }
    return nil
  }
}
