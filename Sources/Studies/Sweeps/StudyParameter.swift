import Documents

/// Something that a study varies: a figure of the chip, an option of the run, or a parameter of the model.
public struct StudyParameter: Sendable {
  /// What a path leads to.
  enum Target: Sendable, Hashable {
    case chip
    case batch, precision, fidelity, quantize, prune, clock, voltage, split, plan, optimize
    case modelSetting(String)
  }

  /// Names of run options, as paths.
  static let runPaths: [String: Target] = [
    "run.batch": .batch, "run.precision": .precision, "run.fidelity": .fidelity,
    "run.quantize": .quantize, "run.prune": .prune,
    "run.clock": .clock, "run.voltage": .voltage,
    "run.split": .split, "run.plan": .plan, "run.optimize": .optimize,
  ]
  static let modelPrefix = "model."
  static let runPrefix = "run."

  /// `cores[*].matrix.rows`, `run.batch`, `model.sequence`.
  public let path: String
  let target: Target
  /// What it takes, in the order of the study. Empty for one that follows another.
  public let values: [StudyValue]
  /// Its value is that of another parameter, times a factor.
  let follows: Follow?

  struct Follow: Sendable {
    var path: String
    var factor: Double
  }

  /// Whether it is a figure of DRAM that a memory file would give.
  var setsMemoryRates: Bool { target == .chip && path.hasPrefix("dram.") && path != "dram.preset" }

  /// - Throws: `InputError` with the place in the study.
  init(path: String, _ document: Document) throws {
    self.path = path
    target = try Self.target(of: path, document)
    if case .array = document.value {
      let isOfChip = target == .chip
      values = try document.array().map { try StudyValue($0, mayBeAbsent: isOfChip) }
      follows = nil
      guard !values.isEmpty else { throw document.error("is empty", remedy: "list at least one value") }
    } else {
      var object = try document.object()
      if let other = object.optional("follows") {
        follows = Follow(path: try other.string(), factor: try object.optional("times")?.double() ?? 1)
        values = []
        try object.finish()
      } else {
        values = try ValueRange(&object).values
        follows = nil
      }
    }
  }

  private static func target(of path: String, _ document: Document) throws -> Target {
    if path.hasPrefix(modelPrefix) { return .modelSetting(String(path.dropFirst(modelPrefix.count))) }
    if path.hasPrefix(runPrefix) {
      guard let target = runPaths[path] else {
        throw document.error("no such option of a run", remedy: suggestion(for: path, among: runPaths.keys))
      }
      return target
    }
    _ = try JSONPath(path, at: document.place)
    return .chip
  }

  /// - Precondition: the parameter follows another.
  func value(following leader: StudyValue, _ document: Document) throws -> StudyValue {
    guard let follows, let number = leader.number else {
      throw document.child(path).error("follows “\(leader.text)”, which is no number")
    }
    guard let quantity = leader.quantity else {
      let product = number * follows.factor
      return StudyValue(Int(exactly: product).map { .integer($0) } ?? .number(product))
    }
    let base = (number * Double(quantity.columnUnit.worth) * follows.factor).rounded()
    guard let whole = Int(exactly: base) else { throw document.child(path).error("is too large") }
    return .figure(whole, quantity)
  }
}

extension StudyValue {
  /// A figure of so many base units, written with a unit as files have it.
  static func figure(_ baseUnits: Int, _ quantity: Quantity) -> StudyValue {
    StudyValue(.string(quantity.formatted(baseUnits)), quantity, baseUnits: baseUnits)
  }
}
