import Documents

/// What a value counts, as far as it is known.
enum Dimension: Hashable {
  /// A plain number, a product, a figure of the chip: it may stand against anything.
  case unknown
  /// Operations, cycles, fractions: nothing that has a unit in study files.
  case count
  case quantity(Quantity)

  /// Of a metric: the end of its name is its unit.
  init(metric: String) {
    let ends = Quantity.allCases.filter { metric.hasSuffix("_" + $0.columnUnit.suffix) }
    self =
      ends.max { $0.columnUnit.suffix.count < $1.columnUnit.suffix.count }.map { .quantity($0) }
      ?? .count
  }
}

extension Constraint {
  /// - Parameter dimension: of a metric or a path.
  /// - Throws: `InputError` at `place` where times stand against bytes per second, or are added to them.
  func checkUnits(at place: String, _ dimension: (String) -> Dimension) throws {
    func checked(_ term: Term) throws -> Dimension {
      switch term {
      case .number: return .unknown
      case .figure(_, let quantity, _): return .quantity(quantity)
      case .name(let name): return dimension(name)
      case .operation(let symbol, let left, let right):
        let (one, other) = (try checked(left), try checked(right))
        guard symbol == "+" || symbol == "-" else { return .unknown }
        return try common(left, one, right, other)
      }
    }
    func common(_ left: Term, _ one: Dimension, _ right: Term, _ other: Dimension) throws
      -> Dimension
    {
      guard one != .unknown, other != .unknown, one != other else {
        return one == .unknown ? other : one
      }
      throw InputError(
        at: place, "“\(text)” holds \(left.words(one)) against \(right.words(other))",
        remedy: left.advice(one) ?? right.advice(other))
    }
    _ = try common(left, checked(left), right, checked(right))
  }
}

extension Term {
  fileprivate func words(_ dimension: Dimension) -> String {
    let unit =
      switch dimension {
      case .unknown: "of any unit"
      case .count: "a number without a unit"
      case .quantity(let quantity): quantity.words
      }
    return switch self {
    case .name(let name): "\(name), \(unit),"
    case .figure(_, _, let text): "\(text), \(unit)"
    case .number, .operation: unit
    }
  }

  /// How a figure has to be written to stand against this metric or path.
  fileprivate func advice(_ dimension: Dimension) -> String? {
    guard case .name(let name) = self else { return nil }
    return switch dimension {
    case .unknown: nil
    case .count: "\(name) counts without a unit: write a plain number"
    case .quantity(let quantity): "\(name) is \(quantity.words): write it as “\(quantity.example)”"
    }
  }
}

extension Quantity {
  /// `a duration`, `an energy`.
  fileprivate var words: String { ("ae".contains(rawValue.first!) ? "an " : "a ") + rawValue }
}
