import Documents

/// A condition on a point: `area_mm2 <= 40`, `cores[*].matrix.rows * cores[*].matrix.columns <= 1024`,
/// `dram.bandwidth >= 20 GB/s`.
///
/// Arithmetic over numbers, figures with units, metrics and paths, with one comparison. A figure with a unit counts as
/// it does in the results: bytes, hertz, bytes per second, nanoseconds, volts.
public struct Constraint: Sendable {
  public enum Relation: String, Sendable, CaseIterable {
    case atMost = "<="
    case atLeast = ">="
    case equal = "=="
    case different = "!="
    case below = "<"
    case above = ">"
  }

  public let text: String
  let left: Term
  let relation: Relation
  let right: Term

  /// - Throws: `InputError` at `place` for what is no condition.
  public init(_ text: String, at place: String) throws {
    self.text = text
    var parser = ExpressionParser(text, place: place)
    left = try parser.sum()
    relation = try parser.relation()
    right = try parser.sum()
    try parser.finish()
  }

  /// Metrics and paths that it speaks of.
  public var names: Set<String> { left.names.union(right.names) }

  /// What is wrong with a point, in words; nil when nothing is.
  /// - Parameter value: a metric's or path's value; nil when it is not known, which is wrong, too.
  public func complaint(_ value: (String) -> Double?) -> String? {
    if let unknown = names.sorted().first(where: { value($0) == nil }) {
      return "“\(text)” asks for “\(unknown)”, which this point does not have"
    }
    guard let left = left.value(value), let right = right.value(value) else {
      return "“\(text)” cannot be computed"
    }
    return holds(left, right)
      ? nil : "not \(text): \(Self.plain(left)) against \(Self.plain(right))"
  }

  /// How far a point misses, relative to the greater side: 0 where it holds, 1 and more for what cannot be computed.
  func breach(_ value: (String) -> Double?) -> Double {
    guard let left = left.value(value), let right = right.value(value) else { return 1 }
    guard !holds(left, right) else { return 0 }
    let scale = max(abs(left), abs(right))
    // What misses by nothing (“<” with equal sides) still misses.
    return max(scale > 0 ? abs(left - right) / scale : 0, .ulpOfOne)
  }

  private func holds(_ left: Double, _ right: Double) -> Bool {
    switch relation {
    case .atMost: left <= right
    case .atLeast: left >= right
    case .equal: left == right
    case .different: left != right
    case .below: left < right
    case .above: left > right
    }
  }

  private static func plain(_ number: Double) -> String {
    Int(exactly: number).map { String($0) } ?? "\(number)"
  }
}

/// One side of a comparison.
indirect enum Term: Sendable {
  case number(Double)
  /// With its unit, as written.
  case figure(Double, Quantity, String)
  case name(String)
  case operation(Character, Term, Term)

  var names: Set<String> {
    switch self {
    case .number, .figure: []
    case .name(let name): [name]
    case .operation(_, let left, let right): left.names.union(right.names)
    }
  }

  /// nil for unknown names and for divisions by zero.
  func value(_ lookup: (String) -> Double?) -> Double? {
    switch self {
    case .number(let number), .figure(let number, _, _): return number
    case .name(let name): return lookup(name)
    case .operation(let symbol, let left, let right):
      guard let left = left.value(lookup), let right = right.value(lookup) else { return nil }
      switch symbol {
      case "+": return left + right
      case "-": return left - right
      case "*": return left * right
      default: return right == 0 ? nil : left / right
      }
    }
  }
}

/// Reads conditions from left to right.
private struct ExpressionParser {
  private static let maximumDepth = 100

  private let text: String
  private let place: String
  private var rest: Substring
  private var depth = 0

  init(_ text: String, place: String) {
    self.text = text
    self.place = place
    rest = text[...]
  }

  private func error(_ reason: String) -> InputError {
    InputError(
      at: place, "“\(text)” \(reason)",
      remedy: "write a condition such as “elapsed_cycles <= 1000000”")
  }

  private mutating func skipBlanks() { rest = rest.drop { $0 == " " || $0 == "\t" } }

  private mutating func take(_ symbols: String) -> Character? {
    skipBlanks()
    guard let first = rest.first, symbols.contains(first) else { return nil }
    return rest.removeFirst()
  }

  mutating func relation() throws -> Constraint.Relation {
    skipBlanks()
    for relation in Constraint.Relation.allCases where rest.hasPrefix(relation.rawValue) {
      rest.removeFirst(relation.rawValue.count)
      return relation
    }
    throw error(
      rest.isEmpty ? "compares nothing" : "has no <=, >=, <, >, == or != before “\(rest)”")
  }

  mutating func finish() throws {
    skipBlanks()
    if !rest.isEmpty { throw error("goes on with “\(rest)”") }
  }

  mutating func sum() throws -> Term {
    var term = try product()
    while let symbol = take("+-") { term = .operation(symbol, term, try product()) }
    return term
  }

  private mutating func product() throws -> Term {
    var term = try factor()
    while let symbol = take("*/") { term = .operation(symbol, term, try factor()) }
    return term
  }

  private mutating func factor() throws -> Term {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else { throw error("is nested too deeply") }
    if take("-") != nil { return .operation("-", .number(0), try factor()) }
    if take("(") != nil {
      let inner = try sum()
      guard take(")") != nil else { throw error("lacks a “)”") }
      return inner
    }
    skipBlanks()
    guard let first = rest.first else { throw error("ends too early") }
    if first.isNumber || first == "." { return try number() }
    guard first.isLetter || first == "_" else {
      throw error("has a “\(first)” where a value should be")
    }
    return .name(name())
  }

  private mutating func number() throws -> Term {
    var digits = rest.prefix { $0.isNumber || $0 == "." }
    let exponent = rest.dropFirst(digits.count)
    if exponent.first == "e" || exponent.first == "E" {
      let power = exponent.dropFirst().prefix { $0.isNumber || $0 == "-" || $0 == "+" }
      if !power.isEmpty { digits = rest[..<power.endIndex] }
    }
    rest = rest[digits.endIndex...]
    guard let plain = Double(digits), plain.isFinite else {
      throw error("has no number in “\(digits)”")
    }
    return try takeUnit(after: digits) ?? .number(plain)
  }

  /// The number with a unit behind it, as a value counts in results.
  private mutating func takeUnit(after digits: Substring) throws -> Term? {
    let behind = rest.drop { $0 == " " }
    let units = Quantity.allCases.flatMap { quantity in quantity.units.map { (quantity, $0.name) } }
    let found = units.filter { _, name in
      behind.hasPrefix(name)
        && !(behind.dropFirst(name.count).first.map { $0.isLetter || $0 == "_" } ?? false)
    }
    guard let (quantity, name) = found.max(by: { $0.1.count < $1.1.count }) else { return nil }
    guard let baseUnits = try? quantity.parse("\(digits) \(name)") else {
      throw error("has no figure in “\(digits) \(name)”")
    }
    rest = behind.dropFirst(name.count)
    return .figure(
      Double(baseUnits) / Double(quantity.columnUnit.worth), quantity, "\(digits) \(name)")
  }

  /// A metric or a path; stars stand within brackets only.
  private mutating func name() -> String {
    var name = ""
    var isInBrackets = false
    while let next = rest.first {
      guard next.isLetter || next.isNumber || "_.[]".contains(next) || (isInBrackets && next == "*")
      else {
        break
      }
      if next == "[" { isInBrackets = true }
      if next == "]" { isInBrackets = false }
      name.append(rest.removeFirst())
    }
    return name
  }
}

/// Conditions are the same when they are written alike.
extension Constraint: Hashable {
  public static func == (one: Self, other: Self) -> Bool { one.text == other.text }
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
