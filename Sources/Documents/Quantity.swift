/// A dimension in which files give figures, as a string of a number and a unit: `"512 KiB"`, `"1.2 GHz"`.
///
/// Every figure becomes a whole number of the dimension's base unit, exactly: `"1.2 GHz"` is 1,200,000,000
/// hertz, and a figure that is no whole number of base units, or that overflows, is an error and never
/// rounded.
public enum Quantity: String, Sendable, CaseIterable {
  /// In hertz.
  case frequency
  /// In bytes.
  case size
  /// In bytes per second.
  case bandwidth
  /// In femtoseconds.
  case duration
  /// In microvolts.
  case voltage
  /// In attojoules.
  case energy
  /// In nanowatts.
  case power
  /// In square micrometres.
  case area

  /// Name and worth in base units, smallest first. Decimal and binary prefixes mean what ISO 80000-13 says.
  public var units: [(name: String, worth: Int)] {
    switch self {
    case .frequency: [("Hz", 1), ("kHz", 1000), ("MHz", 1_000_000), ("GHz", 1_000_000_000)]
    case .size: Self.byteUnits(suffix: "")
    case .bandwidth: Self.byteUnits(suffix: "/s")
    case .duration:
      [
        ("fs", 1), ("ps", 1000), ("ns", 1_000_000), ("us", 1_000_000_000), ("µs", 1_000_000_000),
        ("ms", 1_000_000_000_000), ("s", 1_000_000_000_000_000),
      ]
    case .voltage: [("uV", 1), ("mV", 1000), ("V", 1_000_000)]
    case .energy:
      [
        ("aJ", 1), ("fJ", 1000), ("pJ", 1_000_000), ("nJ", 1_000_000_000), ("uJ", 1_000_000_000_000),
        ("mJ", 1_000_000_000_000_000), ("J", 1_000_000_000_000_000_000),
      ]
    case .power:
      [("nW", 1), ("uW", 1000), ("mW", 1_000_000), ("W", 1_000_000_000), ("kW", 1_000_000_000_000)]
    case .area: [("um2", 1), ("mm2", 1_000_000), ("mm²", 1_000_000)]
    }
  }

  private static func byteUnits(suffix: String) -> [(name: String, worth: Int)] {
    let units = [
      ("B", 1), ("kB", 1000), ("KB", 1000), ("KiB", 1 << 10), ("MB", 1_000_000), ("MiB", 1 << 20),
      ("GB", 1_000_000_000), ("GiB", 1 << 30), ("TB", 1_000_000_000_000), ("TiB", 1 << 40),
    ]
    return units.map { ($0.0 + suffix, $0.1) }
  }

  /// A figure that reads well in a message.
  public var example: String {
    switch self {
    case .frequency: "1.2 GHz"
    case .size: "512 KiB"
    case .bandwidth: "25.6 GB/s"
    case .duration: "100 ns"
    case .voltage: "0.8 V"
    case .energy: "0.3 pJ"
    case .power: "2 W"
    case .area: "3.3 mm2"
    }
  }

  /// JSON Schema of such a figure.
  public var schema: JSONValue {
    let names = units.map(\.name).joined(separator: "|")
    return ["type": "string", "pattern": .string("^[0-9]+(\\.[0-9]+)? *(\(names))$")]
  }

  /// What a valid figure looks like.
  var expectation: String {
    let names = units.map(\.name).joined(separator: ", ")
    return "expected a number and a unit, such as “\(example)” (units: \(names))"
  }

  /// Reads a figure into base units.
  /// - Throws: `QuantityError` for a missing or unknown unit, a malformed number, a fraction of a base unit,
  ///   overflow.
  public func parse(_ text: String) throws(QuantityError) -> Int {
    let trimmed = text.drop { $0 == " " }
    let digits = trimmed.prefix { ("0"..."9").contains($0) || $0 == "." }
    let unitName = trimmed.dropFirst(digits.count).drop { $0 == " " }
    guard let decimal = ExactDecimal(digits) else { throw QuantityError(text, expectation) }
    guard let unit = units.first(where: { $0.name == unitName }) else {
      throw QuantityError(text, unitAdvice(for: String(unitName)))
    }
    switch decimal.multiplied(by: unit.worth) {
    case .whole(let value): return value
    case .fraction: throw QuantityError(text, "must be a whole number of \(units[0].name)")
    case .overflow: throw QuantityError(text, "is too large")
    }
  }

  private func unitAdvice(for name: String) -> String {
    guard !name.isEmpty, let near = units.first(where: { $0.name.lowercased() == name.lowercased() }) else {
      return expectation
    }
    return "unknown unit “\(name)”: did you mean “\(near.name)”?"
  }

  /// The figure in the largest unit that leaves it at least 1 and needs at most three decimals; sizes in
  /// binary units, without decimals.
  public func formatted(_ value: Int) -> String {
    for unit in writtenUnits.reversed() where value >= unit.worth {
      if value % unit.worth == 0 { return "\(value / unit.worth) \(unit.name)" }
      let (thousandths, overflow) = (value % unit.worth).multipliedReportingOverflow(by: 1000)
      if self != .size, !overflow, thousandths % unit.worth == 0 {
        return "\(value / unit.worth).\(Self.decimals(thousandths / unit.worth)) \(unit.name)"
      }
    }
    return "\(value) \(units[0].name)"
  }

  /// One spelling of each unit.
  private var writtenUnits: [(name: String, worth: Int)] {
    units.filter { unit in
      switch self {
      case .size: unit.name == "B" || unit.name.contains("i")
      case .bandwidth: !unit.name.contains("i") && unit.name != "kB/s"
      case .frequency, .duration, .voltage, .energy, .power: unit.name != "µs"
      case .area: unit.name != "mm²"
      }
    }
  }

  private static func decimals(_ thousandths: Int) -> String {
    var text = String(thousandths)
    text = String(repeating: "0", count: 3 - text.count) + text
    while text.hasSuffix("0") { text.removeLast() }
    return text
  }
}

/// Why a figure could not be read.
public struct QuantityError: Error, Hashable, Sendable {
  public var text: String
  public var remedy: String

  init(_ text: String, _ remedy: String) {
    self.text = text
    self.remedy = remedy
  }
}

extension Document {
  /// A figure with a unit, in base units of its dimension.
  public func quantity(_ quantity: Quantity, in range: ClosedRange<Int>) throws -> Int {
    guard case .string(let text) = value else {
      throw error("is \(value.kindName)", remedy: quantity.expectation)
    }
    let figure: Int
    do {
      figure = try quantity.parse(text)
    } catch {
      throw self.error("is “\(text)”", remedy: error.remedy)
    }
    guard range.contains(figure) else {
      throw error(
        "is “\(text)”",
        remedy: "allowed: \(quantity.formatted(range.lowerBound))…\(quantity.formatted(range.upperBound))")
    }
    return figure
  }
}
