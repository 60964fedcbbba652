import Documents

/// A run held against another one, the base: what got faster, by which operator, and what its engines waited for.
public struct RunComparison: Sendable {
  /// What the runs are called in tables.
  public let baseName: String
  public let name: String
  public let base: RunJSON
  public let run: RunJSON
  /// In the order of the base, then those that only the other run has.
  public let operators: [OperatorChange]
  /// One for each kind of engine that one of the runs has.
  public let engines: [EngineChange]

  public init(_ run: RunJSON, name: String, base: RunJSON, baseName: String) {
    (self.run, self.name, self.base, self.baseName) = (run, name, base, baseName)
    operators = OperatorChange.between(base, run)
    engines = EngineChange.between(base, run)
  }

  /// How many times faster than the base; nil for a run without time.
  public var speedup: Double? {
    guard let before = base.totals.number("elapsed_ns"), let after = run.totals.number("elapsed_ns"),
      after > 0
    else { return nil }
    return before / after
  }

  public var changeNanoseconds: Double {
    (run.totals.number("elapsed_ns") ?? 0) - (base.totals.number("elapsed_ns") ?? 0)
  }
}

/// One operator in both runs.
public struct OperatorChange: Sendable {
  public let name: String
  /// nil where a run has no such operator.
  public let base: [String: Cell]?
  public let run: [String: Cell]?

  /// Operators are the same when their names are; of several with one name, the first is the first.
  static func between(_ base: RunJSON, _ run: RunJSON) -> [OperatorChange] {
    var rest = Dictionary(grouping: run.operators.indices) { run.operators[$0].text("operator") }
    var changes = base.operators.map { row in
      let name = row.text("operator")
      let match = rest[name]?.first
      if match != nil { rest[name]?.removeFirst() }
      return OperatorChange(name: name, base: row, run: match.map { run.operators[$0] })
    }
    for index in rest.values.flatMap({ $0 }).sorted() {
      changes.append(
        OperatorChange(name: run.operators[index].text("operator"), base: nil, run: run.operators[index]))
    }
    return changes
  }

  public var operation: String { (base ?? run ?? [:]).text("operation") }

  /// Below zero for what got faster.
  public var changeNanoseconds: Double {
    (run?.number("latency_ns") ?? 0) - (base?.number("latency_ns") ?? 0)
  }

  public var changeOfDRAMBytes: Double { (run?.dramBytes ?? 0) - (base?.dramBytes ?? 0) }

  /// In words: what bound it before and now, and what else is different.
  public var reason: String {
    guard let base else { return "new" }
    guard let run else { return "gone" }
    var parts: [String] = []
    let (before, after) = (base.text("bound_by"), run.text("bound_by"))
    parts.append(before == after ? "bound by \(after)" : "bound by \(before), now \(after)")
    if let ratio = Self.ratio(run.dramBytes, base.dramBytes) { parts.append("DRAM traffic ×\(ratio)") }
    if let ratio = Self.ratio(run.number("matrix_busy_cycles"), base.number("matrix_busy_cycles")) {
      parts.append("matrix cycles ×\(ratio)")
    }
    return parts.joined(separator: ", ")
  }

  /// A change of a twentieth or more.
  private static func ratio(_ after: Double?, _ before: Double?) -> String? {
    guard let after, let before, before > 0 else { return nil }
    let ratio = after / before
    return abs(ratio - 1) < 0.05 ? nil : HumanNumber.fixed(ratio, decimals: 2)
  }
}

/// The engines of one kind, all cores together: the part of their time that went to work and to each cause of stall.
public struct EngineChange: Sendable {
  /// load, store, copy, matrix, vector, host.
  public let kind: String
  public let base: [Share]
  public let run: [Share]

  /// A cause and its part of the time.
  public struct Share: Sendable, Hashable {
    /// busy, or a cause of stall.
    public var condition: String
    public var fraction: Double
  }

  private static let columns =
    ["busy_cycles"] + engineMetrics.map(\.name).filter { $0.hasSuffix("_stall_cycles") }

  static func between(_ base: RunJSON, _ run: RunJSON) -> [EngineChange] {
    let kinds = (base.engines + run.engines).map(kind)
    var seen: Set<String> = []
    return kinds.filter { seen.insert($0).inserted }.map { kind in
      EngineChange(kind: kind, base: shares(base, kind), run: shares(run, kind))
    }
  }

  private static func kind(_ engine: [String: Cell]) -> String {
    let name = engine.text("engine")
    return name.split(separator: " ").last.map(String.init) ?? name
  }

  private static func shares(_ run: RunJSON, _ kind: String) -> [Share] {
    let engines = run.engines.filter { Self.kind($0) == kind }
    let sums = columns.map { column in engines.reduce(0) { $0 + ($1.number(column) ?? 0) } }
    let total = sums.reduce(0, +)
    return zip(columns, sums).map { column, sum in
      Share(
        condition: column.replacing("_stall_cycles", with: "").replacing("_cycles", with: ""),
        fraction: total > 0 ? sum / total : 0)
    }
  }

  /// Where the time went that is spent differently now: the largest gain and the largest loss, in words.
  public var reason: String {
    let changes = zip(base, run).map { (condition: $1.condition, change: $1.fraction - $0.fraction) }
    let words = changes.filter { abs($0.change) >= 0.01 }.sorted { abs($0.change) > abs($1.change) }.prefix(3)
      .map { "\($0.condition) \($0.change > 0 ? "+" : "−")\(HumanNumber.percent(abs($0.change)))" }
    return words.isEmpty ? "as before" : words.joined(separator: ", ")
  }
}

extension [String: Cell] {
  func number(_ metric: String) -> Double? {
    switch self[metric] {
    case .integer(let number): Double(number)
    case .decimal(let number): number
    case .text, .unknown, nil: nil
    }
  }

  func text(_ metric: String) -> String { self[metric]?.plainText ?? "" }

  fileprivate var dramBytes: Double? {
    guard let read = number("dram_read_bytes"), let written = number("dram_write_bytes") else { return nil }
    return read + written
  }
}
